import { typed } from '../api/stored-object.ts';
import type { Container, Pod } from '../data/types.ts';
import { defaultPodResources } from '../kinds/core/pod/pod-resources.ts';
import { isEqualJson } from '../schema/json-tree.ts';
import type { Endpoint } from './endpoint.ts';
import { keepMetadata } from './kept-metadata.ts';
import { resizeErrors } from './resize-validation.ts';

/** `pods/resize`: processors and memory of pods and of containers that exist (`podResizeStrategy`, pkg/registry/core/pod/strategy.go). */
export const resize: Endpoint = {
  prepareForUpdate(draft, old) {
    const [pod, before] = [typed<Pod>(draft), typed<Pod>(old)];
    const spec = before.spec ?? { containers: [] };
    const asked = pod.spec ?? { containers: [] };
    const initContainers = asked.initContainers ?? [];
    // more or fewer containers than before: the checks say so
    if (asked.containers.length !== spec.containers.length) return;
    if (initContainers.length !== (spec.initContainers ?? []).length) return;
    keepMetadata(pod.metadata, before.metadata);
    if (before.status) pod.status = before.status;
    const { resources: known, ...rest } = spec;
    // what is stored is not to be filled in
    const resources = asked.resources ?? structuredClone(known);
    pod.spec = {
      ...rest,
      ...(resources ? { resources } : {}),
      containers: resized(asked.containers, spec.containers),
      ...(initContainers.length > 0
        ? { initContainers: resized(initContainers, spec.initContainers ?? []) }
        : {}),
    };
    defaultPodResources(pod.spec);
    if (!isEqualJson(pod.spec, spec)) pod.metadata.generation = (pod.metadata.generation ?? 0) + 1;
  },
  validateUpdate: (object, old) => resizeErrors(typed<Pod>(object), typed<Pod>(old)),
};

/** The containers as they were, with what a resize may change (`dropNonResizeUpdatesForContainers`); those with other names as they come. */
function resized(now: Container[], before: readonly Container[]): Container[] {
  if (!now.every(({ name }, index) => name === before[index]?.name)) return now;
  return before.map(({ resources: _resources, resizePolicy: _policy, ...container }, index) => {
    const { resources = {}, resizePolicy } = now[index] ?? {};
    return { ...container, resources, ...(resizePolicy === undefined ? {} : { resizePolicy }) };
  });
}

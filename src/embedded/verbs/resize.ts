import { forbiddenField, type FieldError } from '../api/field-error.ts';
import { typed } from '../api/stored-object.ts';
import type { Container, Pod, ResourceRequirements } from '../data/types.ts';
import { podAndSpecErrors } from '../kinds/core/pod/pod-validation.ts';
import { isEqualJson } from '../schema/json-tree.ts';
import type { Endpoint } from './endpoint.ts';
import { keepMetadata } from './kept-metadata.ts';

const MIRROR = 'kubernetes.io/config.mirror';

/** `pods/resize`: processors and memory of containers that exist (pkg/registry/core/pod/strategy.go, `ValidatePodResize`). */
export const resize: Endpoint = {
  prepareForUpdate(draft, old) {
    const [pod, before] = [typed<Pod>(draft), typed<Pod>(old)];
    const spec = before.spec ?? { containers: [] };
    const asked = pod.spec ?? { containers: [] };
    keepMetadata(pod.metadata, before.metadata);
    if (before.status) pod.status = before.status;
    // other containers than before: the checks say so
    if (!sameNames(asked.containers, spec.containers)) return;
    if (!sameNames(asked.initContainers ?? [], spec.initContainers ?? [])) return;
    const initContainers = resized(asked.initContainers ?? [], spec.initContainers ?? []);
    pod.spec = {
      ...spec,
      containers: resized(asked.containers, spec.containers),
      ...(initContainers.length > 0 ? { initContainers } : {}),
    };
    if (!isEqualJson(pod.spec, spec)) pod.metadata.generation = (pod.metadata.generation ?? 0) + 1;
  },
  validateUpdate(object, old) {
    const [pod, before] = [typed<Pod>(object), typed<Pod>(old)];
    if (before.metadata.annotations?.[MIRROR] !== undefined) {
      return [forbiddenField('', 'static pods cannot be resized')];
    }
    return [
      ...podAndSpecErrors(pod),
      ...containerErrors(pod.spec?.containers ?? [], before.spec?.containers ?? [], 'containers'),
      ...containerErrors(pod.spec?.initContainers ?? [], before.spec?.initContainers ?? [], 'initContainers'),
    ];
  },
};

function sameNames(now: readonly Container[], before: readonly Container[]): boolean {
  return now.length === before.length && now.every(({ name }, index) => name === before[index]?.name);
}

/** The containers as they were, with the resources that were asked for. */
function resized(now: readonly Container[], before: readonly Container[]): Container[] {
  return before.map((container, index) => {
    const { resources = {}, resizePolicy } = now[index] ?? container;
    return { ...container, resources, ...(resizePolicy === undefined ? {} : { resizePolicy }) };
  });
}

function containerErrors(
  now: readonly Container[],
  before: readonly Container[],
  which: string,
): FieldError[] {
  const path = `spec.${which}`;
  if (now.length !== before.length) {
    return [forbiddenField(path, `${which} may not be added or removed on resize`)];
  }
  return now.flatMap((container, index) => {
    const at = `${path}[${String(index)}]`;
    const old = before[index];
    if (container.name !== old?.name) {
      return [forbiddenField(`${at}.name`, `${which} may not be renamed or reordered on resize`)];
    }
    return resourceErrors(container.resources ?? {}, old.resources ?? {}, `${at}.resources`);
  });
}

function resourceErrors(now: ResourceRequirements, before: ResourceRequirements, path: string): FieldError[] {
  const kinds = ['requests', 'limits'] as const;
  const removed = kinds.flatMap((kind) =>
    Object.keys(before[kind] ?? {}).some((name) => now[kind]?.[name] === undefined)
      ? [forbiddenField(`${path}.${kind}`, `resource ${kind} cannot be removed`)]
      : [],
  );
  if (removed.length > 0) return removed;
  const others = kinds.every((kind) =>
    isEqualJson(withoutResizable(now[kind]), withoutResizable(before[kind])),
  );
  return others ? [] : [forbiddenField('spec', 'only cpu and memory resources are mutable')];
}

function withoutResizable(resources: ResourceRequirements['limits'] = {}): object {
  return Object.fromEntries(
    Object.entries(resources).filter(([name]) => name !== 'cpu' && name !== 'memory'),
  );
}

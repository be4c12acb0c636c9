import { forbiddenField } from '../api/field-error.ts';
import { typed } from '../api/stored-object.ts';
import type { Pod } from '../data/types.ts';
import { podAnnotationUpdateErrors } from '../kinds/core/pod/pod-annotations.ts';
import { podAndSpecErrors } from '../kinds/core/pod/pod-validation.ts';
import { ephemeralContainerDiff } from '../kinds/core/pod/spec-diff.ts';
import { isEqualJson } from '../schema/json-tree.ts';
import type { Endpoint } from './endpoint.ts';
import { keepMetadata } from './kept-metadata.ts';

const MIRROR = 'kubernetes.io/config.mirror';
const PATH = 'spec.ephemeralContainers';

/** `pods/ephemeralcontainers`: containers for debugging can be added, never changed (pkg/registry/core/pod/strategy.go). */
export const ephemeralContainers: Endpoint = {
  prepareForUpdate(draft, old) {
    const [pod, before] = [typed<Pod>(draft), typed<Pod>(old)];
    const added = pod.spec?.ephemeralContainers ?? [];
    keepMetadata(pod.metadata, before.metadata);
    const { ephemeralContainers: known = [], ...spec } = before.spec ?? { containers: [] };
    pod.spec = { ...spec, ...(added.length > 0 ? { ephemeralContainers: added } : {}) };
    if (before.status) pod.status = before.status;
    if (!isEqualJson(added, known)) pod.metadata.generation = (pod.metadata.generation ?? 0) + 1;
  },
  validateUpdate(object, old) {
    const [pod, before] = [typed<Pod>(object), typed<Pod>(old)];
    if (before.metadata.annotations?.[MIRROR] !== undefined) {
      return [forbiddenField('', 'static pods do not support ephemeral containers')];
    }
    const now = new Map(
      (pod.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]),
    );
    const changes = (before.spec?.ephemeralContainers ?? []).flatMap((container) => {
      const { name } = container;
      const existing = `existing ephemeral containers ${JSON.stringify(name)} may not be`;
      const found = now.get(name);
      if (!found) return [forbiddenField(PATH, `${existing} removed\n`)];
      if (isEqualJson(found, container)) return [];
      return [forbiddenField(PATH, `${existing} changed\n${ephemeralContainerDiff(container, found)}`)];
    });
    return [
      ...podAndSpecErrors(pod),
      ...podAnnotationUpdateErrors(pod, before, 'metadata.annotations'),
      ...changes,
    ];
  },
};

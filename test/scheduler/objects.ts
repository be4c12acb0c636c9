import type { Resource } from '../../src/api/resources.ts';
import type { KubeObject } from '../../src/api/types.ts';
import type { Objects } from '../../src/scheduler/framework/snapshot.ts';

interface Stored {
  readonly kind: string;
  readonly object: KubeObject;
}

/** Objects of one kind. */
export function stored<T extends KubeObject>(
  { kind }: Resource<T>,
  ...objects: readonly T[]
): readonly Stored[] {
  return objects.map((object) => ({ kind, object }));
}

/** What plugins read beside pods and nodes: `objectsOf(stored(SERVICES, service))`. */
export function objectsOf(...all: readonly (readonly Stored[])[]): Objects {
  const listOf = <T extends KubeObject>(resource: Resource<T>): readonly T[] =>
    all.flat().flatMap((each) => (isOf(resource, each) ? [each.object] : []));
  return {
    get: (resource, { namespace, name }) =>
      listOf(resource).find(
        ({ metadata }) =>
          metadata.name === name && (!resource.namespaced || metadata.namespace === namespace),
      ),
    list: (resource, namespace) =>
      listOf(resource).filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
  };
}

function isOf<T extends KubeObject>(
  wanted: Resource<T>,
  stored: Stored,
): stored is Stored & { readonly object: T } {
  return wanted.kind === stored.kind;
}

import type { Resource } from '../../api/resources.ts';
import type { KubeObject } from '../../api/types.ts';
import type { Objects } from './snapshot.ts';

/** Objects that were listed once, by the plural of their kind. A kind that is not among them is empty. */
export function listedObjects(lists: ReadonlyMap<string, readonly KubeObject[]>): Objects {
  const listOf = <T extends KubeObject>({ plural }: Resource<T>): readonly T[] =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each list was read under its own resource
    (lists.get(plural) ?? []) as readonly T[];
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

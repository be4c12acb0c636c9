import type { Resource } from '../../api/resources.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import type { NodeInfo } from './node-info.ts';

/**
 * The cluster as one scheduling cycle sees it: a cycle never awaits, so nothing changes under it (upstream:
 * `SharedLister`). All lists are live; read them within the cycle.
 */
export interface Snapshot {
  /** In natural order of names. */
  readonly nodes: readonly NodeInfo[];
  /** Undefined for a node that is not known. */
  get(node: string): NodeInfo | undefined;
  /** Nodes with pods that have an affinity or anti-affinity of pods. */
  readonly nodesWithAffinity: readonly NodeInfo[];
  /** Nodes with pods that have a required anti-affinity. */
  readonly nodesWithRequiredAntiAffinity: readonly NodeInfo[];
  /** Pods that a preemption makes room for on this node, and that are not there yet (`status.nominatedNodeName`). */
  nominated(node: string): readonly Pod[];
  /** Objects of the other kinds. */
  readonly objects: Objects;
}

/** A snapshot of these nodes. Which of them have pods with affinities is looked for only when a plugin asks: most cycles need not know. */
export function snapshotOf(parts: Pick<Snapshot, 'nodes' | 'get' | 'nominated' | 'objects'>): Snapshot {
  const { nodes } = parts;
  return {
    ...parts,
    get nodesWithAffinity() {
      return nodes.filter(({ podsWithAffinity }) => podsWithAffinity.size > 0);
    },
    get nodesWithRequiredAntiAffinity() {
      return nodes.filter(({ podsWithRequiredAntiAffinity }) => podsWithRequiredAntiAffinity.size > 0);
    },
  };
}

/** Objects of the kinds that plugins name in `reads`. A kind that nobody watches is empty. */
export interface Objects {
  get<T extends KubeObject>(
    resource: Resource<T>,
    name: { readonly namespace?: string; readonly name: string },
  ): T | undefined;
  /** In one namespace, or all. */
  list<T extends KubeObject>(resource: Resource<T>, namespace?: string): readonly T[];
}

/** Where no other kind is watched. */
export const NO_OBJECTS: Objects = { get: () => undefined, list: () => [] };

import type { Node } from '../api/types.ts';
import { naturalOrder } from '../lib/natural-order.ts';
import type { Cache } from '../scheduler/cache.ts';
import type { NodeInfo } from '../scheduler/framework/node-info.ts';
import { NodeState } from '../scheduler/framework/node-state.ts';
import { type Snapshot, snapshotOf } from '../scheduler/framework/snapshot.ts';
import type { ExtenderArgs } from './extender-api.ts';

/** The cluster as one question sees it. */
export interface View {
  readonly snapshot: Snapshot;
  /** Those that the question names and that are known, in natural order of names. */
  readonly candidates: readonly NodeInfo[];
  /** Those that the question names and that the watch has not brought yet. */
  readonly unknown: readonly string[];
}

/**
 * Nodes that come in the question (`nodeCacheCapable: false`) are taken as they are there, also those that the watch has not brought; what
 * is on them is always from the cache, since kube-scheduler does not send it.
 */
export function viewOf(cache: Cache, { Nodes, NodeNames }: Pick<ExtenderArgs, 'Nodes' | 'NodeNames'>): View {
  const snapshot = Nodes ? withNodes(cache.snapshot(), Nodes.items) : cache.snapshot();
  const names = Nodes?.items.map(({ metadata }) => metadata.name) ?? NodeNames ?? [];
  const asked = new Set(names);
  return {
    snapshot,
    candidates: snapshot.nodes.filter(({ name }) => asked.has(name)),
    unknown: names.filter((name) => !snapshot.get(name)),
  };
}

function withNodes(snapshot: Snapshot, given: readonly Node[]): Snapshot {
  const changed = new Map(
    given.flatMap((node) => {
      const known = snapshot.get(node.metadata.name);
      return known && isSame(known.node, node) ? [] : [[node.metadata.name, stateOf(known, node)] as const];
    }),
  );
  if (changed.size === 0) return snapshot;
  const nodes = snapshot.nodes
    .filter(({ name }) => !changed.has(name))
    .concat(...changed.values())
    .toSorted((a, b) => naturalOrder(a.name, b.name));
  return snapshotOf({
    nodes,
    get: (name) => changed.get(name) ?? snapshot.get(name),
    nominated: (name) => snapshot.nominated(name),
    objects: snapshot.objects,
  });
}

function isSame(known: Node, given: Node): boolean {
  const version = given.metadata.resourceVersion;
  return version !== undefined && version === known.metadata.resourceVersion;
}

function stateOf(known: NodeInfo | undefined, node: Node): NodeState {
  const state = known ? NodeState.copyOf(known) : new NodeState(node.metadata.name);
  state.setNode(node, state.images);
  return state;
}

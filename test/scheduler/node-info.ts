import type { Node, Pod } from '../../src/api/types.ts';
import { Cache } from '../../src/scheduler/cache.ts';
import type { NodeInfo } from '../../src/scheduler/framework/node-info.ts';

/** A cache with these nodes and assigned pods. */
export function cacheOf(nodes: readonly Node[], pods: readonly Pod[] = []): Cache {
  const cache = new Cache();
  for (const node of nodes) cache.setNode(node);
  for (const pod of pods) cache.setPod(pod);
  return cache;
}

/** One node as a plugin sees it. */
export function nodeInfo(node: Node, pods: readonly Pod[] = []): NodeInfo {
  const info = cacheOf([node], pods).get(node.metadata.name);
  if (!info) throw new Error('the node is not in the cache');
  return info;
}

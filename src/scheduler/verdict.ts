import type { Pod } from '../api/types.ts';
import type { NodeVerdict } from './events.ts';
import type { PluginRejection } from './framework/filter-cycle.ts';
import type { Framework } from './framework/framework.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PluginScore } from './framework/plugin.ts';
import type { Snapshot } from './framework/snapshot.ts';

/** What is said of a node that does not fit. */
export function rejected(node: NodeInfo, found: PluginRejection | undefined): NodeVerdict {
  const detail = found?.detail?.();
  return {
    node: node.name,
    pods: node.podCount,
    fits: false,
    ...(found?.plugin && { plugin: found.plugin.name }),
    ...(found && { reasons: found.rejection.reasons }),
    ...(detail !== undefined && { detail }),
  };
}

/** What is said of the nodes that fit: every plugin's score and the weighted total. */
export function scored(
  framework: Framework,
  pod: Pod,
  feasible: readonly NodeInfo[],
  snapshot: Snapshot,
): Map<NodeInfo, NodeVerdict> {
  const scores = feasible.map((): Record<string, PluginScore> => ({}));
  const totals = framework.runScore(pod, feasible, snapshot, (at, plugin, score) => {
    const ofNode = scores[at];
    if (ofNode) ofNode[plugin] = score;
  });
  return new Map(
    feasible.map((node, at) => [
      node,
      { node: node.name, pods: node.podCount, fits: true, scores: scores[at] ?? {}, total: totals[at] ?? 0 },
    ]),
  );
}

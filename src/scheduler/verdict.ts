import type { Pod } from '../api/types.ts';
import type { NodeVerdict } from './events.ts';
import type { Framework, PluginRejection } from './framework/framework.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PluginScore } from './framework/plugin.ts';

/** What is said of a node that does not fit. */
export function rejected(pod: Pod, node: NodeInfo, found: PluginRejection | undefined): NodeVerdict {
  const detail = found?.plugin.explain?.(pod, node);
  return {
    node: node.name,
    pods: node.podCount,
    fits: false,
    ...(found && { plugin: found.plugin.name, reasons: found.rejection.reasons }),
    ...(detail !== undefined && { detail }),
  };
}

/** What is said of the nodes that fit: every plugin's score and the weighted total. */
export function scored(
  framework: Framework,
  pod: Pod,
  feasible: readonly NodeInfo[],
): Map<NodeInfo, NodeVerdict> {
  const scores = feasible.map((): Record<string, PluginScore> => ({}));
  const totals = framework.runScore(pod, feasible, (at, plugin, score) => {
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

import type { Pod } from '../../api/types.ts';
import type { NodeInfo } from './node-info.ts';
import { running } from './plugin-error.ts';
import type { Plugin, PluginScore } from './plugin.ts';
import type { Snapshot } from './snapshot.ts';

/** A plugin that scores, and its factor. */
export interface Scorer {
  readonly plugin: Plugin & Required<Pick<Plugin, 'score'>>;
  readonly weight: number;
}

/**
 * The weighted total of every node, in the order of `nodes` (upstream: `RunPreScorePlugins`, `RunScorePlugins`). A plugin that skips adds
 * nothing. `each` is told every plugin's part when given.
 */
export function runScores(
  scorers: readonly Scorer[],
  pod: Pod,
  nodes: readonly NodeInfo[],
  snapshot: Snapshot,
  each?: (node: number, plugin: string, score: PluginScore) => void,
): readonly number[] {
  const totals = nodes.map(() => 0);
  const scores = nodes.map(() => 0);
  // the hottest loops of a cycle, over every node: by index, since callbacks and iterators cost three times as much here
  for (const { plugin, weight } of scorers) {
    const state = preScore(plugin, pod, nodes, snapshot);
    if (state && 'skip' in state) continue;
    let at = 0;
    try {
      for (const node of nodes) scores[at++] = plugin.score(pod, node, state?.state);
    } catch (error) {
      throw running('Score', plugin.name, error);
    }
    const raw = each && [...scores];
    plugin.normalize?.(scores, pod, nodes, state?.state);
    for (at = 0; at < totals.length; at++) totals[at] = (totals[at] ?? 0) + (scores[at] ?? 0) * weight;
    if (raw)
      for (const [at, score] of scores.entries()) each(at, plugin.name, { raw: raw[at] ?? 0, score, weight });
  }
  return totals;
}

/** Asked of whatever scores, wherever else a configuration enables it: `score` needs what it finds. */
function preScore(plugin: Plugin, pod: Pod, nodes: readonly NodeInfo[], snapshot: Snapshot) {
  try {
    return plugin.preScore?.(pod, nodes, snapshot);
  } catch (error) {
    throw running('PreScore', plugin.name, error);
  }
}

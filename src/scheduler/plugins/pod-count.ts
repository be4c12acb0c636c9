import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';

/** Args of PodCount: what it prefers. */
export interface PodCountArgs {
  readonly prefer: 'fewest' | 'most';
}

/**
 * The workshop's scoring function: how many pods a node has, daemons and finished pods left out. Who prefers the fewest gives the
 * emptiest feasible node 100 and the fullest 0, who prefers the most the reverse; between them in proportion, not rounded, so
 * that 100 and 101 pods still differ.
 */
export function podCount({ prefer }: PodCountArgs): Plugin {
  return {
    name: 'PodCount',
    score: (_pod, node) => node.podCount,
    normalize(scores) {
      normalizeBetween(scores, prefer === 'most');
    },
  };
}

function normalizeBetween(scores: number[], highestIsBest: boolean): void {
  let fewest = Infinity;
  let most = -Infinity;
  for (const count of scores) {
    if (count < fewest) fewest = count;
    if (count > most) most = count;
  }
  for (let at = 0; at < scores.length; at++) {
    const count = scores[at] ?? 0;
    const distance = highestIsBest ? count - fewest : most - count;
    scores[at] = most === fewest ? MAX_NODE_SCORE : (MAX_NODE_SCORE * distance) / (most - fewest);
  }
}

import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';
import type { Policy } from '../policy.ts';

/**
 * The workshop's scoring function: how many pods a node has, daemons and finished pods left out. `least-pods` gives the
 * emptiest feasible node 100 and the fullest 0, `most-pods` the reverse; between them in proportion, not rounded, so
 * that 100 and 101 pods still differ. `random` gives any number. The policy is asked
 * each time, since a person may change it while the scheduler runs.
 */
export function podCount(policy: Policy | (() => Policy), random: () => number): Plugin {
  const current = typeof policy === 'function' ? policy : () => policy;
  return {
    name: 'PodCount',
    score: (_pod, node) => (current() === 'random' ? random() * MAX_NODE_SCORE : node.podCount),
    normalize: (scores) => {
      if (current() !== 'random') normalizeBetween(scores, current() === 'most-pods');
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

import { MAX_NODE_SCORE } from '../framework/plugin.ts';

/**
 * Brings counts of 0 and more to 0–100 in place, the highest to 100, with Go's integer division (upstream: plugins/helper,
 * `DefaultNormalizeScore`).
 */
export function defaultNormalize(scores: number[]): void {
  let most = 0;
  for (const score of scores) if (score > most) most = score;
  if (most === 0) return;
  for (let at = 0; at < scores.length; at++)
    scores[at] = Math.trunc((MAX_NODE_SCORE * (scores[at] ?? 0)) / most);
}

/** The same where less is better: 0 becomes 100. */
export function reverseNormalize(scores: number[]): void {
  defaultNormalize(scores);
  for (let at = 0; at < scores.length; at++) scores[at] = MAX_NODE_SCORE - (scores[at] ?? 0);
}

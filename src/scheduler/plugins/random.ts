import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';

/** Any node is as good as any other: a score from 0 up to, not including, 100. */
export function randomScore(random: () => number): Plugin {
  return { name: 'Random', score: () => random() * MAX_NODE_SCORE };
}

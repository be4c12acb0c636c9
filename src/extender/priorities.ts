import { MAX_NODE_SCORE } from '../scheduler/framework/plugin.ts';
import { MAX_EXTENDER_PRIORITY } from './extender-api.ts';

/**
 * Weighted totals as whole priorities from 0 to 10: in proportion to the highest total there can be (`weights` is the sum of the plugins'
 * weights), except that `best`, the index of the node to take, is above all others. Eleven steps are too few to tell nodes apart that
 * differ by one pod in a hundred, and kube-scheduler takes any of those that look equal.
 */
export function prioritiesOf(totals: readonly number[], weights: number, best: number): readonly number[] {
  const highest = MAX_NODE_SCORE * Math.max(1, weights);
  const steps = totals.map((total) => {
    const step = Math.round((MAX_EXTENDER_PRIORITY * total) / highest);
    return Math.min(MAX_EXTENDER_PRIORITY, Math.max(0, step));
  });
  const top = Math.max(1, steps[best] ?? 0);
  return steps.map((step, at) => (at === best ? top : Math.min(step, top - 1)));
}

import { priorityOf, startOf } from './importance.ts';
import type { Candidate } from './select-victims.ts';

/** Makes all priorities positive, so that few pods of a negative one are not worse than many (upstream: MaxInt32 + 1). */
const ABOVE_ALL = 2 ** 31;

/** What counts, one after the other; the smaller the better. */
const CRITERIA: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims: [first] }) => (first ? priorityOf(first) : 0),
  ({ victims }) => victims.reduce((sum, victim) => sum + priorityOf(victim) + ABOVE_ALL, 0),
  ({ victims }) => victims.length,
  // the earliest start of the most important victims, whose first is the oldest; the later, the less work is lost
  ({ victims: [first] }) => (first ? -startOf(first) : 0),
];

/**
 * The candidate that does the least harm (upstream: framework/preemption/preemption.go, `pickOneNodeForPreemption`): the fewest
 * violated budgets, the lowest highest priority, the lowest sum of priorities, the fewest victims, the latest start of the most important
 * ones. Among equals the first, where upstream takes any. Undefined when there are none.
 */
export function pickCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  let best = candidates;
  for (const criterion of CRITERIA) {
    if (best.length <= 1) break;
    const values = best.map(criterion);
    const least = Math.min(...values);
    best = best.filter((_candidate, at) => values[at] === least);
  }
  return best[0];
}

import type { Finding } from '../../workshop/finding.ts';
import { type Facts, PLACED_PODS, type PodFact, podFact } from '../facts.ts';
import type { Check } from './check.ts';

/** Those of pod1…pod6 that are there: `pods-found` speaks about the others. */
export function presentPods(facts: Facts): readonly PodFact[] {
  return PLACED_PODS.flatMap((name) => podFact(facts, name) ?? []);
}

/** What is asked of each of the six pods, one after the other. */
export interface PodQuestion {
  readonly id: string;
  readonly title: string;
  readonly expected: (facts: Facts) => string;
  /** What is wrong with this pod, as a clause; undefined when all is well. */
  readonly wrong: (pod: PodFact, facts: Facts) => string | undefined;
  readonly right: (facts: Facts) => string;
}

/** A check that holds when it holds for each of the six pods that are there. Says nothing when none is. */
export function eachPod(question: PodQuestion): Check {
  return (facts) => {
    const pods = presentPods(facts);
    if (pods.length === 0) return [];
    const wrong = pods.flatMap((pod) => question.wrong(pod, facts) ?? []);
    const finding: Finding = {
      id: question.id,
      title: question.title,
      ok: wrong.length === 0,
      expected: question.expected(facts),
      seen: wrong.length === 0 ? question.right(facts) : wrong.join('; '),
      source: 'cluster',
    };
    return [finding];
  };
}

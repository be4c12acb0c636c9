import type { Finding } from '../../workshop/finding.ts';
import { type Facts, PLACED_PODS, type PodFact, podFact, workers } from '../facts.ts';
import type { Check } from './check.ts';

/** The six pods ask for our scheduler, so no other one touched them. */
export const podsSchedulerName = eachPod({
  id: 'pods-scheduler-name',
  title: 'The six pods ask for this scheduler',
  expected: ({ scheduler }) => `spec.schedulerName is ${scheduler}`,
  wrong: (pod, { scheduler }) =>
    pod.schedulerName === scheduler ? undefined : `${pod.name} asks for ${pod.schedulerName}`,
  right: ({ scheduler }) => scheduler,
});

/** The six pods run: a kubelet took each one over. */
export const podsRunning = eachPod({
  id: 'pods-running',
  title: 'The six pods are Running',
  expected: () => 'Running',
  wrong: (pod) => (pod.phase === 'Running' ? undefined : `${pod.name} is ${pod.phase}`),
  right: () => 'all Running',
});

/** Each of the six pods is on a worker: the control plane's taint was respected. */
export const podsOffControlPlane = eachPod({
  id: 'pods-off-control-plane',
  title: 'None of the six pods is on the control plane',
  expected: () => 'every pod on a worker',
  wrong: (pod, facts) =>
    workers(facts).some((node) => node.name === pod.node)
      ? undefined
      : `${pod.name} is on ${pod.node ?? 'no node'}`,
  right: () => 'every pod on a worker',
});

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

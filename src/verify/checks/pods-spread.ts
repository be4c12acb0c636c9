import { PLACED_PODS, workers } from '../facts.ts';
import { presentPods } from './six-pods.ts';
import type { Check } from './check.ts';

/** Two of the six pods on each worker. Says nothing while a pod is missing or not on a worker: others say that. */
export const podsSpread: Check = (facts) => {
  const pods = presentPods(facts);
  const nodes = workers(facts);
  const onWorkers = pods.filter((pod) => nodes.some((node) => node.name === pod.node));
  if (onWorkers.length < PLACED_PODS.length) return [];
  const counts = nodes.map((node) => pods.filter((pod) => pod.node === node.name).length);
  const parts = nodes.map((node, index) => `${counts[index]} on ${node.name}`);
  const policy = facts.story.placement?.policy;
  const note =
    policy && policy !== 'least-pods' ? ` (policy ${policy}; the evidence asks for least-pods)` : '';
  return [
    {
      id: 'pods-spread',
      title: 'The six pods are spread evenly',
      ok: counts.every((count) => count === 2),
      expected: '2-2-2: two pods on each worker',
      seen: `${counts.join('-')}: ${parts.join(', ')}${note}`,
      source: 'cluster',
    },
  ];
};

import { listed } from '../../lib/words.ts';
import { PLACED_PODS, podFact, workers } from '../facts.ts';
import { programOf } from '../own-program.ts';
import { sighting } from '../story.ts';
import type { Check } from './check.ts';
import { presentPods } from './each-pod.ts';
import { EXPIRED, scheduledEvent, wrongEvent } from './scheduled-event.ts';

/** The six pods of step 4 are there. */
export const podsFound: Check = (facts) => {
  const missing = PLACED_PODS.filter((name) => !podFact(facts, name));
  const leaving = PLACED_PODS.filter((name) => podFact(facts, name)?.deleting);
  const trouble = [
    ...(missing.length > 0 ? [`${missing.length === 1 ? 'pod ' : ''}${listed(missing)} not found`] : []),
    ...(leaving.length > 0 ? [`${listed(leaving)} being deleted`] : []),
  ];
  return [
    {
      id: 'pods-found',
      title: 'The six pods exist',
      ok: trouble.length === 0,
      expected: `pod1 to pod6 in the namespace ${facts.namespace}`,
      seen: trouble.length === 0 ? 'all six' : trouble.join('; '),
      source: 'cluster',
    },
  ];
};

/** Two of the six pods on each worker, as least-pods does it; another policy, and a program of the person's own, may spread them as it likes. Says nothing while a pod is missing or not on a worker: others say that. */
export const podsSpread: Check = (facts) => {
  const pods = presentPods(facts);
  const nodes = workers(facts);
  const onWorkers = pods.filter((pod) => nodes.some((node) => node.name === pod.node));
  if (onWorkers.length < PLACED_PODS.length) return [];
  const counts = nodes.map((node) => pods.filter((pod) => pod.node === node.name).length);
  const parts = nodes.map((node, index) => `${counts[index]} on ${node.name}`);
  const play = facts.story.placement;
  const program = play && programOf(play);
  const policy = program ?? (play?.policy || 'least-pods');
  const evens = program === undefined && policy === 'least-pods';
  return [
    {
      id: 'pods-spread',
      title: evens ? 'The six pods are spread evenly' : 'The six pods are on the workers',
      ok: !evens || counts.every((count) => count === 2),
      expected: evens
        ? '2-2-2: two pods on each worker'
        : program === undefined
          ? `any spread: ${policy} does not even out`
          : `any spread: how it scores nodes is the program's own`,
      seen: `${counts.join('-')}: ${parts.join(', ')}`,
      source: 'cluster',
    },
  ];
};

/** Each of the six pods has a Scheduled event that our scheduler wrote. */
export const podsScheduledEvents: Check = (facts) => {
  const pods = presentPods(facts);
  if (pods.length === 0) return [];
  const found = pods.map((pod) => ({ pod, event: scheduledEvent(facts, pod, facts.story.placement) }));
  const wrong = found.flatMap(({ pod, event }) => wrongEvent(facts, pod, event) ?? []);
  const recorded = found.filter(({ event }) => event?.source === 'journal').length;
  const where =
    recorded === 0
      ? 'all from the cluster'
      : `${found.length - recorded} from the cluster, ${recorded} from the journal (${EXPIRED})`;
  return [
    {
      id: 'pods-scheduled-events',
      title: 'A Scheduled event of each of the six pods is from this scheduler',
      ok: wrong.length === 0,
      expected: `Scheduled from ${facts.scheduler}, naming the pod's node`,
      seen: wrong.length === 0 ? `${found.length} events, ${where}` : wrong.join('; '),
      source: recorded === 0 ? 'cluster' : 'journal',
    },
  ];
};

/** The six pods are those that step 4 placed, on the same nodes: none was made again since. */
export const podsSame: Check = (facts) => {
  const play = facts.story.placement;
  const pods = presentPods(facts);
  if (play?.ok === undefined || pods.length === 0) return [];
  const wrong = pods.flatMap((pod) => {
    const placed = sighting(play, 'placed', pod.name)?.pod;
    if (!placed) return [`${pod.name} was not seen placed in step 4`];
    if (placed.uid !== pod.uid) return [`${pod.name} was made again after step 4 (another uid)`];
    return placed.node === pod.node ? [] : [`step 4 saw ${pod.name} on ${placed.node ?? 'no node'}`];
  });
  return [
    {
      id: 'pods-same',
      title: 'The six pods are the ones that step 4 placed',
      ok: wrong.length === 0,
      expected: 'the same uid and node in the journal as on the cluster',
      seen: wrong.length === 0 ? 'same uids, same nodes' : wrong.join('; '),
      source: 'journal',
    },
  ];
};

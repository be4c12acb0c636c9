import { presentPods } from './six-pods.ts';
import type { Check } from './check.ts';
import { EXPIRED, scheduledEvent, wrongEvent } from './scheduled-event.ts';

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

import type { Source } from '../../workshop/finding.ts';
import type { EventFact, Facts, PodFact } from '../facts.ts';
import { type Play, sighting } from '../story.ts';

/** An event together with where it was found. */
export interface FoundEvent {
  readonly event: Omit<EventFact, 'pod' | 'uid'>;
  readonly source: Source;
}

/**
 * The pod's Scheduled event: from the cluster, or (events expire after an hour) as the journal recorded it when the
 * same pod, by uid, was seen placed.
 */
export function scheduledEvent(facts: Facts, pod: PodFact, play: Play | undefined): FoundEvent | undefined {
  const live = facts.cluster.events.find((event) => event.uid === pod.uid && event.reason === 'Scheduled');
  if (live) return { event: live, source: 'cluster' };
  const placed = play && sighting(play, 'placed', pod.name);
  if (!placed || placed.pod.uid !== pod.uid) return undefined;
  const recorded = placed.pod.events.find((event) => event.reason === 'Scheduled');
  return recorded && { event: recorded, source: 'journal' };
}

/** What is wrong with the pod's Scheduled event as a clause; undefined when it is our scheduler's and names the node. */
export function wrongEvent(facts: Facts, pod: PodFact, found: FoundEvent | undefined): string | undefined {
  if (!found) return `${pod.name} has no Scheduled event`;
  if (found.event.from !== facts.scheduler) {
    return `${pod.name} was placed by ${found.event.from || 'nobody named'}`;
  }
  const names = pod.node !== undefined && found.event.note.split(/\s+/).includes(pod.node);
  return names ? undefined : `the event of ${pod.name} says "${found.event.note}", but it is on ${pod.node}`;
}

/** Says where events were read when not all came from the cluster. */
export const EXPIRED = 'events expire after an hour';

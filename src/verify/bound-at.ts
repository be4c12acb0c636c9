import type { ClockName } from './moment.ts';
import type { Sighting } from './story.ts';

/** When a pod was bound, and by whose clock. */
export interface BoundAt {
  /** RFC 3339. */
  readonly at: string;
  readonly clock: ClockName;
}

/**
 * The most exact time at which a placed pod was bound: that of its Scheduled event, which has microseconds; else the
 * server's whole second of `PodScheduled`. Undefined when the pod was not bound.
 */
export function boundAt({ pod }: Sighting): BoundAt | undefined {
  if (!pod.scheduledAt) return undefined;
  const event = pod.events.find(({ reason, at }) => reason === 'Scheduled' && /\.\d/.test(at));
  return event ? { at: event.at, clock: 'scheduler' } : { at: pod.scheduledAt, clock: 'cluster' };
}

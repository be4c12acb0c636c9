import { podKey } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';

/** A pod that waits for its turn. Times are on the clock's monotonic scale, in milliseconds. */
export interface QueuedPod {
  pod: Pod;
  readonly key: string;
  /** Arrival order among equals. */
  readonly sequence: number;
  readonly firstSeen: number;
  /** How often it was popped. */
  attempts: number;
  /** When it was popped first, and last; missing until then. */
  firstTriedAt?: number;
  triedAt?: number;
  /** When it may be tried again after a failure. */
  notBefore: number;
  /** Plugins that rejected it last time; empty after an error that no change of the cluster can mend. */
  rejectedBy: ReadonlySet<string>;
  /** What was said when no node fitted last time, or why it is gated. */
  message?: string;
  /** Since when it has been in the unschedulable pool. */
  parkedAt: number;
}

/** A pod that waits, and where: see `SchedulingQueue`. */
export interface Waiting {
  readonly queued: Readonly<QueuedPod>;
  readonly place: 'active' | 'backoff' | 'parked' | 'gated';
}

/** A pod that was never tried. `now` is on the clock's monotonic scale. */
export function newlyQueued(pod: Pod, sequence: number, now: number): QueuedPod {
  return {
    pod,
    key: podKey(pod),
    sequence,
    firstSeen: now,
    attempts: 0,
    notBefore: now,
    rejectedBy: new Set(),
    parkedAt: now,
  };
}

/** It is taken from the queue to be tried. */
export function isTriedAt(queued: QueuedPod, now: number): void {
  queued.attempts++;
  queued.triedAt = now;
  queued.firstTriedAt ??= now;
}

/** PrioritySort (upstream: plugins/queuesort), with arrival order instead of a timestamp. */
export function isBefore(a: QueuedPod, b: QueuedPod): boolean {
  const [first, second] = [a.pod.spec.priority ?? 0, b.pod.spec.priority ?? 0];
  return first === second ? a.sequence < b.sequence : first > second;
}

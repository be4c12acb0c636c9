import type { PodRef } from '../scheduler/events.ts';
import { podRef } from '../scheduler/pod-ref.ts';
import { PARKED_LIMIT_MS } from '../scheduler/queue.ts';
import type { Waiting } from '../scheduler/queued-pod.ts';
import { matcher, type Rows, type Window } from './window.ts';

/** One waiting pod as a row shows it. Times are from now. */
export interface WaitingPod {
  readonly pod: PodRef;
  readonly place: Waiting['place'];
  readonly priority: number;
  readonly attempts: number;
  readonly waitedMs: number;
  /** Short: without how many nodes there are. Empty before the first try. */
  readonly reason: string;
  /** When it is tried again: at the latest when it is parked, since a change may come first; never (infinite) while it is gated. */
  readonly nextTryMs: number;
}

/**
 * The rows of a window. Without a filter what is before and after it is only counted, so that fifty thousand pods cost no more
 * than fifty. `total` is how many wait, `now` on the scale of the queue's clock.
 */
export function waitingRows(
  waiting: Iterable<Waiting>,
  { from, count, filter }: Window,
  { total, now }: { readonly total: number; readonly now: number },
): Rows<WaitingPod> {
  const matches = matcher(filter);
  const first = matches ? from : Math.max(0, Math.min(from, total - count));
  const rows: WaitingPod[] = [];
  let matching = 0;
  for (const one of waiting) {
    if (matches && !matches(words(one))) continue;
    if (matching >= first && rows.length < count) rows.push(waitingPod(one, now));
    matching++;
    if (!matches && rows.length === count) break;
  }
  return { rows, from: first, matching: matches ? matching : total, total };
}

export function waitingPod({ queued, place }: Waiting, now: number): WaitingPod {
  const due = {
    active: now,
    backoff: queued.notBefore,
    parked: queued.parkedAt + PARKED_LIMIT_MS,
    gated: Infinity,
  }[place];
  return {
    pod: podRef(queued.pod),
    place,
    priority: queued.pod.spec.priority ?? 0,
    attempts: queued.attempts,
    waitedMs: Math.max(0, now - queued.firstSeen),
    reason: shortReason(queued.message ?? ''),
    nextTryMs: Math.max(0, due - now),
  };
}

/** `0/4 nodes are available: 4 node(s) were not ready.` without its head and its final stop. */
export function shortReason(message: string): string {
  return message.replace(/^0\/\d+ nodes are available: /, '').replace(/\.$/, '');
}

function words({ queued: { pod, message }, place }: Waiting): string {
  return `${pod.metadata.namespace ?? 'default'}/${pod.metadata.name} ${place} ${message ?? ''}`;
}

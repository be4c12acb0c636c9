import type { Pod } from '../api/types.ts';
import { waitUnlessAborted } from '../lib/abort.ts';
import type { Clock } from '../lib/clock.ts';
import { Heap } from '../lib/heap.ts';
import { backoffMs } from './backoff.ts';
import type { ClusterChange } from './framework/cluster-event.ts';
import { InFlight } from './in-flight.ts';
import { podKey } from '../api/pods.ts';
import { isBefore, type QueuedPod, type Waiting } from './queued-pod.ts';

/** Time, and what the queue must ask others. */
export interface QueueOptions {
  readonly clock: Clock;
  /** Whether the change can make a pod fit that these plugins rejected. */
  readonly isWorthAnotherTry: (rejectedBy: ReadonlySet<string>, pod: Pod, change: ClusterChange) => boolean;
  /** A parked pod may fit now. */
  readonly onMoved?: (pod: Pod, cause: string) => void;
}

/** Parked pods are tried again after so long even if nothing seems to have changed (upstream: 5 min). */
export const PARKED_LIMIT_MS = 5 * 60_000;

/**
 * The pods of ours that have no node yet (upstream: backend/queue/scheduling_queue.go), each in exactly one of
 *
 * - active: to be tried now, highest priority first, then first come, first served
 * - backoff: failed a moment ago, tried again when its rest is over
 * - parked (upstream: unschedulable): no node fitted; waits for a change that can mend that, at most five minutes
 * - in flight: popped and not yet done. Changes meanwhile are remembered, so that none is missed (fault F1).
 */
export class SchedulingQueue {
  readonly #options: QueueOptions;
  readonly #active = new Heap<QueuedPod>(({ key }) => key, isBefore);
  readonly #backoff = new Heap<QueuedPod>(
    ({ key }) => key,
    (a, b) => a.notBefore < b.notBefore,
  );
  readonly #parked = new Map<string, QueuedPod>();
  readonly #inFlight = new InFlight();
  #sequence = 0;
  #wake: () => void = () => {};
  #cancelTimer: () => void = () => {};

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Pods that have no node yet, wherever they are. */
  get size(): number {
    return this.#active.size + this.#backoff.size + this.#parked.size + this.#inFlight.size;
  }

  /** How many pods are where, for people. */
  counts(): Readonly<Record<'active' | 'backoff' | 'parked' | 'inFlight', number>> {
    return {
      active: this.#active.size,
      backoff: this.#backoff.size,
      parked: this.#parked.size,
      inFlight: this.#inFlight.size,
    };
  }

  /** Pods that wait, not those in flight: parked ones first, oldest first; each heap in no order but its first. Live: read it at once. */
  *waiting(): Generator<Waiting, void> {
    for (const queued of this.#parked.values()) yield { queued, place: 'parked' };
    for (const queued of this.#backoff.values()) yield { queued, place: 'backoff' };
    for (const queued of this.#active.values()) yield { queued, place: 'active' };
  }

  /** The pod with this key, when it waits and is not in flight. */
  find(key: string): Waiting | undefined {
    const queued = this.#find(key);
    if (!queued) return undefined;
    return {
      queued,
      place: this.#parked.has(key) ? 'parked' : this.#backoff.has(key) ? 'backoff' : 'active',
    };
  }

  /** Takes in a pod that was just seen. One that waits or is in flight already is only updated. */
  add(pod: Pod): void {
    const key = podKey(pod);
    if (this.#find(key) ?? this.#inFlight.has(key)) {
      this.update(pod, false);
      return;
    }
    const now = this.#options.clock.monotonic();
    this.#activate({
      pod,
      key,
      sequence: this.#sequence++,
      firstSeen: now,
      attempts: 0,
      notBefore: now,
      rejectedBy: new Set(),
      parkedAt: now,
    });
  }

  /** The pod changed. `mayFitNow`: in a way that can make it fit, so a parked one is tried again. */
  update(pod: Pod, mayFitNow: boolean): void {
    const key = podKey(pod);
    if (this.#inFlight.has(key)) {
      this.#inFlight.update(key, pod, mayFitNow);
      return;
    }
    const queued = this.#find(key);
    if (!queued) return;
    queued.pod = pod;
    if (this.#active.has(key)) this.#active.push(queued);
    else if (mayFitNow && this.#parked.has(key)) this.#unpark(queued, 'the pod changed');
  }

  /** The pod is gone or has a node. */
  delete(pod: Pod): void {
    const key = podKey(pod);
    this.#active.remove(key);
    this.#backoff.remove(key);
    this.#parked.delete(key);
    this.#inFlight.delete(key);
  }

  /** The next pod, now in flight until {@link requeue} or {@link done}; undefined when none is active. */
  pop(): QueuedPod | undefined {
    const queued = this.#active.pop();
    if (!queued) return undefined;
    queued.attempts++;
    this.#inFlight.add(queued);
    return queued;
  }

  /** Resolves once {@link pop} has something to give. Rejects with the signal's reason. */
  async ready(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.#active.size === 0) {
      await waitUnlessAborted(signal, (resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The pod in flight is bound, gone, or no business of ours any more. */
  done(queued: QueuedPod): void {
    this.#inFlight.delete(queued.key);
  }

  /**
   * The pod in flight could not be placed. With plugins that rejected it, it is parked until a change can mend that,
   * unless one happened while it was in flight; without, it rests and is tried again.
   */
  requeue(queued: QueuedPod, rejectedBy: ReadonlySet<string>): void {
    const flight = this.#inFlight.take(queued.key);
    if (!flight) return; // deleted while in flight
    const { clock } = this.#options;
    queued.pod = flight.pod;
    queued.rejectedBy = rejectedBy;
    queued.notBefore = clock.monotonic() + backoffMs(queued.attempts);
    const missed = flight.events.some((change) =>
      this.#options.isWorthAnotherTry(rejectedBy, flight.pod, change),
    );
    if (rejectedBy.size === 0 || missed) this.#rest(queued);
    else this.#park(queued);
  }

  /** Something changed in the cluster: parked pods that it can help are tried again; only those that it `concerns`, when given. */
  moveOn(change: ClusterChange, cause: string, concerns: (pod: Pod) => boolean = () => true): void {
    this.#inFlight.record(change);
    for (const queued of this.#parked.values()) {
      if (!concerns(queued.pod)) continue;
      if (this.#options.isWorthAnotherTry(queued.rejectedBy, queued.pod, change)) this.#unpark(queued, cause);
    }
  }

  /** Ends all timers. */
  close(): void {
    this.#cancelTimer();
  }

  #find(key: string): QueuedPod | undefined {
    return this.#active.get(key) ?? this.#backoff.get(key) ?? this.#parked.get(key);
  }

  #park(queued: QueuedPod): void {
    queued.parkedAt = this.#options.clock.monotonic();
    this.#parked.set(queued.key, queued);
    this.#setTimer();
  }

  #unpark(queued: QueuedPod, cause: string): void {
    this.#parked.delete(queued.key);
    this.#options.onMoved?.(queued.pod, cause);
    this.#rest(queued);
  }

  /** To the backoff heap, or straight to the active one when its rest is over. */
  #rest(queued: QueuedPod): void {
    if (queued.notBefore <= this.#options.clock.monotonic()) {
      this.#activate(queued);
      return;
    }
    this.#backoff.push(queued);
    this.#setTimer();
  }

  #activate(queued: QueuedPod): void {
    this.#active.push(queued);
    this.#wake();
  }

  /** One timer for whatever is due first. */
  #setTimer(): void {
    this.#cancelTimer();
    const resting = this.#backoff.peek()?.notBefore ?? Infinity;
    // the oldest parked pod comes first: a Map keeps the order of insertion
    const parked = (this.#parked.values().next().value?.parkedAt ?? Infinity) + PARKED_LIMIT_MS;
    const due = Math.min(resting, parked);
    if (due === Infinity) return;
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(Math.max(0, due - clock.monotonic()), () => {
      this.#flush();
    });
  }

  #flush(): void {
    const now = this.#options.clock.monotonic();
    for (let first = this.#backoff.peek(); first && first.notBefore <= now; first = this.#backoff.peek()) {
      this.#backoff.pop();
      this.#activate(first);
    }
    for (const queued of this.#parked.values()) {
      if (queued.parkedAt + PARKED_LIMIT_MS > now) break;
      this.#unpark(queued, 'it has waited for five minutes');
    }
    this.#setTimer();
  }
}

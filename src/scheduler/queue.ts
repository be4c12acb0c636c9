import type { Pod } from '../api/types.ts';
import { waitUnlessAborted } from '../lib/abort.ts';
import { Alarm } from '../lib/alarm.ts';
import { backoffMs } from './backoff.ts';
import type { ClusterChange } from './framework/cluster-event.ts';
import { InFlight } from './in-flight.ts';
import { podKey, podText } from '../api/pods.ts';
import type { QueueOptions } from './queue-options.ts';
import { type Counts, Places } from './queue-places.ts';
import { UPSTREAM_EVENTS } from './upstream-events.ts';
import { isBefore, isTriedAt, newlyQueued, type QueuedPod, type Waiting } from './queued-pod.ts';

/** Parked pods are tried again after so long even if nothing seems to have changed (upstream: 5 min). */
export const PARKED_LIMIT_MS = 5 * 60_000;

/**
 * The pods of ours that have no node yet (upstream: backend/queue/scheduling_queue.go), each in exactly one of
 *
 * - active: to be tried now, in the order of the QueueSort plugin: highest priority first, then first come, first served
 * - backoff: failed a moment ago, tried again when its rest is over
 * - parked (upstream: unschedulable): no node fitted; waits for a change that can mend that, at most five minutes
 * - gated: a plugin does not let it in (its scheduling gates); asked again when the pod changes. No attempt, and nothing is told of it
 * - in flight: popped and not yet done. Changes meanwhile are remembered, so that none is missed (fault F1).
 */
export class SchedulingQueue {
  readonly #options: QueueOptions;
  readonly #places: Places;
  readonly #inFlight = new InFlight();
  #sequence = 0;
  #lastPop: number;
  #wake: () => void = () => {};
  readonly #alarm: Alarm;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#places = new Places(options.less ?? isBefore, options.onEntered);
    this.#lastPop = options.clock.monotonic();
    this.#alarm = new Alarm(options.clock, () => {
      this.#flush();
    });
  }

  /** Pods that have no node yet, wherever they are. */
  get size(): number {
    return this.#places.size + this.#inFlight.size;
  }

  /** When a pod was popped last, on the clock's monotonic scale; when it was made until then. */
  get lastPop(): number {
    return this.#lastPop;
  }

  /** How many pods are where, for people. */
  counts(): Counts {
    return this.#places.counts(this.#inFlight.size);
  }

  /** Pods that wait, not those in flight: see {@link Places.all}. */
  waiting(): Iterable<Waiting> {
    return this.#places.all();
  }

  /** The pod with this key, when it waits and is not in flight. */
  find(key: string): Waiting | undefined {
    return this.#places.find(key);
  }

  /** Takes in a pod that was just seen. One that waits or is in flight already is only updated. */
  add(pod: Pod): void {
    const key = podKey(pod);
    if (this.#places.find(key) ?? this.#inFlight.has(key)) {
      this.update(pod, false);
      return;
    }
    const message = this.#options.gate?.(pod);
    const queued = this.#newlyQueued(pod);
    if (message === undefined) this.#enter(queued, 'UnscheduledPodAdd');
    else this.#places.enter('gated', { ...queued, message }, 'UnscheduledPodAdd');
  }

  /** The pod changed. `mayFitNow`: in a way that can make it fit, so that a parked one is tried again when a plugin that rejected it says so. */
  update(pod: Pod, mayFitNow: boolean): void {
    const key = podKey(pod);
    const found = this.#places.find(key);
    const before = found?.queued.pod ?? this.#inFlight.update(key, pod, mayFitNow);
    if (found) this.#updateWaiting(found, pod, mayFitNow);
    if (!before || !mayFitNow || found?.place === 'gated') return;
    const change = { event: 'pod-waiting', before, now: pod } as const;
    // what its own change can do for it was asked above
    this.moveOn(change, `pod ${podText(pod.metadata)} changed`, (other) => podKey(other) !== key);
  }

  /** The pod is gone or has a node. */
  delete(pod: Pod): void {
    const key = podKey(pod);
    this.#places.remove(key);
    this.#inFlight.delete(key);
  }

  /** The next pod, now in flight until {@link requeue} or {@link done}; undefined when none is active. */
  pop(): QueuedPod | undefined {
    const queued = this.#places.active.pop();
    if (!queued) return undefined;
    this.#lastPop = this.#options.clock.monotonic();
    isTriedAt(queued, this.#lastPop);
    this.#inFlight.add(queued);
    return queued;
  }

  /** Resolves once {@link pop} has something to give. Rejects with the signal's reason. */
  async ready(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.#places.active.size === 0) {
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
    queued.notBefore = clock.monotonic() + backoffMs(queued.attempts, this.#options.backoff);
    const missed = flight.events.some((change) =>
      this.#options.isWorthAnotherTry(rejectedBy, flight.pod, change),
    );
    if (rejectedBy.size === 0 || missed) this.#rest(queued, 'ScheduleAttemptFailure');
    else this.#park(queued);
  }

  /** Something changed in the cluster: parked pods that it can help are tried again; only those that it `concerns`, when given. */
  moveOn(change: ClusterChange, cause: string, concerns: (pod: Pod) => boolean = () => true): void {
    if (!(this.#options.isOfInterest?.(change.event) ?? true)) return;
    this.#inFlight.record(change);
    for (const queued of this.#places.parked.values()) {
      if (!concerns(queued.pod)) continue;
      if (this.#options.isWorthAnotherTry(queued.rejectedBy, queued.pod, change))
        this.#unpark(queued, cause, UPSTREAM_EVENTS[change.event]);
    }
  }

  /** These pods are tried next, whether they rest or are parked (upstream: `Activate`). */
  activate(pods: Iterable<Pod>): void {
    for (const pod of pods) {
      const found = this.#places.find(podKey(pod));
      if (found?.place !== 'backoff' && found?.place !== 'parked') continue;
      this.#places.remove(found.queued.key);
      this.#activate(found.queued, 'ForceActivate');
    }
  }

  /** Ends all timers. */
  close(): void {
    this.#alarm.close();
  }

  #newlyQueued(pod: Pod): QueuedPod {
    return newlyQueued(pod, this.#sequence++, this.#options.clock.monotonic());
  }

  /** A pod comes that may be tried: others of its gang can have waited for it. */
  #enter(queued: QueuedPod, why: string): void {
    const { pod } = queued;
    this.moveOn({ event: 'pod-waiting', now: pod }, `pod ${podText(pod.metadata)} came`);
    this.#activate(queued, why);
  }

  #updateWaiting(
    { queued, place }: { readonly queued: QueuedPod; readonly place: Waiting['place'] },
    pod: Pod,
    mayFitNow: boolean,
  ): void {
    const { key } = queued;
    const { active, gated } = this.#places;
    const change = { event: 'pod-changed', before: queued.pod, now: pod } as const;
    queued.pod = pod;
    const message = mayFitNow ? this.#options.gate?.(pod) : undefined;
    if (message !== undefined) {
      this.#places.remove(key);
      queued.message = message;
      this.#places.enter('gated', queued, 'TargetPodUpdate');
    } else if (place === 'gated' && mayFitNow) {
      gated.delete(key);
      this.#enter(this.#newlyQueued(pod), 'TargetPodUpdate');
    } else if (place === 'active') active.push(queued);
    else if (
      place === 'parked' &&
      mayFitNow &&
      this.#options.isWorthAnotherTry(queued.rejectedBy, pod, change)
    )
      this.#unpark(queued, 'the pod changed', 'TargetPodUpdate');
  }

  #park(queued: QueuedPod): void {
    queued.parkedAt = this.#options.clock.monotonic();
    this.#places.enter('parked', queued, 'ScheduleAttemptFailure');
    this.#setTimer();
  }

  #unpark(queued: QueuedPod, cause: string, why: string): void {
    this.#places.parked.delete(queued.key);
    this.#options.onMoved?.(queued.pod, cause);
    this.#rest(queued, why);
  }

  /** To the backoff heap, or straight to the active one when its rest is over. */
  #rest(queued: QueuedPod, why: string): void {
    if (queued.notBefore <= this.#options.clock.monotonic()) {
      this.#activate(queued, why);
      return;
    }
    this.#places.enter('backoff', queued, why);
    this.#setTimer();
  }

  #activate(queued: QueuedPod, why: string): void {
    this.#places.enter('active', queued, why);
    this.#wake();
  }

  /** For whatever is due first. */
  #setTimer(): void {
    this.#alarm.set(this.#places.firstDue(PARKED_LIMIT_MS));
  }

  #flush(): void {
    const now = this.#options.clock.monotonic();
    for (const rested of this.#places.rested(now)) this.#activate(rested, 'BackoffComplete');
    for (const queued of this.#places.parked.values()) {
      if (queued.parkedAt + PARKED_LIMIT_MS > now) break;
      this.#unpark(queued, 'it has waited for five minutes', 'UnschedulableTimeout');
    }
    this.#setTimer();
  }
}

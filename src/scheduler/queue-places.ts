import { Heap } from '../lib/heap.ts';
import type { QueueOptions } from './queue-options.ts';
import type { QueuedPod, Waiting } from './queued-pod.ts';

/** How many pods are where. */
export type Counts = Readonly<Record<Waiting['place'] | 'inFlight', number>>;

/** Where pods wait: each in exactly one of these. See `SchedulingQueue` for what the places mean. */
export class Places {
  readonly active: Heap<QueuedPod>;
  readonly backoff = new Heap<QueuedPod>(
    ({ key }) => key,
    (a, b) => a.notBefore < b.notBefore,
  );
  /** In the order in which they were parked. */
  readonly parked = new Map<string, QueuedPod>();
  readonly gated = new Map<string, QueuedPod>();

  readonly #onEntered: QueueOptions['onEntered'];

  constructor(isBefore: (a: QueuedPod, b: QueuedPod) => boolean, onEntered?: QueueOptions['onEntered']) {
    this.#onEntered = onEntered;
    this.active = new Heap<QueuedPod>(({ key }) => key, isBefore);
  }

  /** The pod is here from now on; it was taken out of where it was before. `why` is upstream's name of the event. */
  enter(place: Waiting['place'], queued: QueuedPod, why: string): void {
    const room = this[place];
    if (room instanceof Heap) room.push(queued);
    else room.set(queued.key, queued);
    this.#onEntered?.(place, why);
  }

  get size(): number {
    return this.active.size + this.backoff.size + this.parked.size + this.gated.size;
  }

  counts(inFlight: number): Counts {
    const { active, backoff, parked, gated } = this;
    return { active: active.size, backoff: backoff.size, parked: parked.size, gated: gated.size, inFlight };
  }

  /** When the first pod has rested, or was parked for `parkedMs`; infinite when none will. */
  firstDue(parkedMs: number): number {
    const resting = this.backoff.peek()?.notBefore ?? Infinity;
    // the oldest parked pod comes first: a Map keeps the order of insertion
    const parked = (this.parked.values().next().value?.parkedAt ?? Infinity) + parkedMs;
    return Math.min(resting, parked);
  }

  /** Takes out the pods that have rested by `now`. */
  *rested(now: number): Generator<QueuedPod, void> {
    for (let first = this.backoff.peek(); first && first.notBefore <= now; first = this.backoff.peek()) {
      this.backoff.pop();
      yield first;
    }
  }

  /** Parked pods first, oldest first; each heap in no order but its first. Live: read it at once. */
  *all(): Generator<Waiting, void> {
    for (const queued of this.parked.values()) yield { queued, place: 'parked' };
    for (const queued of this.backoff.values()) yield { queued, place: 'backoff' };
    for (const queued of this.active.values()) yield { queued, place: 'active' };
    for (const queued of this.gated.values()) yield { queued, place: 'gated' };
  }

  find(key: string): { readonly queued: QueuedPod; readonly place: Waiting['place'] } | undefined {
    for (const place of ['active', 'backoff', 'parked', 'gated'] as const) {
      const queued = this[place].get(key);
      if (queued) return { queued, place };
    }
    return undefined;
  }

  /** Takes the pod out, wherever it is; undefined when it is nowhere. */
  remove(key: string): QueuedPod | undefined {
    const found = this.find(key);
    this.active.remove(key);
    this.backoff.remove(key);
    this.parked.delete(key);
    this.gated.delete(key);
    return found?.queued;
  }
}

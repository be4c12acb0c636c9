import type { Pod } from '../api/types.ts';
import type { ClusterChange } from './framework/cluster-event.ts';

/** A pod between pop and done, and the changes that it may have missed. */
export interface Flight {
  readonly pod: Pod;
  readonly events: readonly ClusterChange[];
}

interface OpenFlight {
  pod: Pod;
  /** Number of the first event that it may have missed. */
  readonly since: number;
}

/**
 * Pods in flight and one log of what happened meanwhile (upstream: backend/queue/active_queue.go, `inFlightEvents`).
 * The log is cut as soon as no pod in flight can have missed its head, so it is as long as one cycle is busy.
 */
export class InFlight {
  readonly #flights = new Map<string, OpenFlight>();
  #log: ClusterChange[] = [];
  /** Number of the first event in the log. */
  #head = 0;

  get size(): number {
    return this.#flights.size;
  }

  /** How many events are remembered. */
  get logged(): number {
    return this.#log.length;
  }

  has(key: string): boolean {
    return this.#flights.has(key);
  }

  add({ key, pod }: { readonly key: string; readonly pod: Pod }): void {
    this.#flights.set(key, { pod, since: this.#head + this.#log.length });
  }

  /**
   * The pod changed meanwhile; `mayFitNow` counts as an event that only concerns it, remembered like any other. Gives the pod as it was;
   * undefined for one that is not in flight.
   */
  update(key: string, pod: Pod, mayFitNow: boolean): Pod | undefined {
    const flight = this.#flights.get(key);
    if (!flight) return undefined;
    const before = flight.pod;
    flight.pod = pod;
    if (mayFitNow) this.record({ event: 'pod-changed', before, now: pod });
    return before;
  }

  /** Ends the flight; undefined when it had ended already. */
  take(key: string): Flight | undefined {
    const flight = this.#flights.get(key);
    if (!flight) return undefined;
    const events = this.#log.slice(flight.since - this.#head);
    this.delete(key);
    return { pod: flight.pod, events };
  }

  /** Ends the flight of a pod that needs no second try. */
  delete(key: string): void {
    if (this.#flights.delete(key)) this.#cut();
  }

  record(change: ClusterChange): void {
    if (this.#flights.size > 0) this.#log.push(change);
  }

  /** Flights end about in the order in which they began, so the oldest is the first of the Map. */
  #cut(): void {
    const oldest = this.#flights.values().next().value?.since ?? this.#head + this.#log.length;
    // slicing for every event would cost more than the events: wait until half of the log is dead
    if (oldest - this.#head <= this.#log.length / 2 && oldest !== this.#head + this.#log.length) return;
    this.#log = this.#log.slice(oldest - this.#head);
    this.#head = oldest;
  }
}

import type { Clock } from '../../../lib/clock.ts';

/** Something that has work, and does one piece of it when asked. */
export interface Worker {
  /** Does one piece; false when there is none left. Never throws. */
  runOne(): boolean;
}

/** How long work may hold the event loop before requests get their turn. */
const TURN_MS = 8;
/** The same as a count, for a clock that stands still. */
const TURN_ITEMS = 256;

/**
 * The one place where controllers and kubelets get processor time. Of those that have work, the one that has used the least time comes next
 * (ties: who waits longest), so that one with big pieces does not starve those with small ones; and after some milliseconds the event loop
 * does what else is waiting. No work, no timer: an idle cluster costs nothing.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #ready = new Set<Worker>();
  /** Milliseconds that a worker has used, counted from where the others were when it came. */
  readonly #used = new WeakMap<Worker, number>();
  /** What the one that ran last had used: nobody who slept starts below it, or it could make up for its sleep. */
  #floor = 0;
  #planned: NodeJS.Immediate | undefined;
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Puts the worker in the row, once. */
  wake(worker: Worker): void {
    if (this.#stopped || this.#ready.has(worker)) return;
    this.#used.set(worker, Math.max(this.#floor, this.#used.get(worker) ?? 0));
    this.#ready.add(worker);
    this.#plan();
  }

  /** What waits is forgotten. */
  stop(): void {
    this.#stopped = true;
    if (this.#planned) clearImmediate(this.#planned);
    this.#ready.clear();
  }

  #plan(): void {
    this.#planned ??= setImmediate(() => {
      this.#turn();
    });
  }

  #turn(): void {
    this.#planned = undefined;
    const start = this.#clock.monotonic();
    for (let items = 0, now = start; items < TURN_ITEMS && now - start < TURN_MS; items += 1) {
      const worker = this.#next();
      if (!worker) return;
      // forgotten before it runs: what it causes may wake it again
      this.#ready.delete(worker);
      const used = this.#usedBy(worker);
      this.#floor = Math.max(this.#floor, used);
      const more = worker.runOne();
      const after = this.#clock.monotonic();
      this.#used.set(worker, used + after - now);
      now = after;
      if (more) this.wake(worker);
    }
    if (this.#ready.size > 0 && !this.#stopped) this.#plan();
  }

  #next(): Worker | undefined {
    let least: Worker | undefined;
    for (const worker of this.#ready)
      if (!least || this.#usedBy(worker) < this.#usedBy(least)) least = worker;
    return least;
  }

  #usedBy(worker: Worker): number {
    return this.#used.get(worker) ?? 0;
  }
}

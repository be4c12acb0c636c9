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
 * The one place where controllers and kubelets get processor time: workers that have something to do take turns, one piece each, and after
 * some milliseconds the event loop does what else is waiting. No work, no timer: an idle cluster costs nothing.
 */
export class Turns {
  readonly #clock: Clock;
  #ready: Worker[] = [];
  readonly #known = new Set<Worker>();
  #planned: NodeJS.Immediate | undefined;
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Puts the worker in the row, once. */
  wake(worker: Worker): void {
    if (this.#stopped || this.#known.has(worker)) return;
    this.#known.add(worker);
    this.#ready.push(worker);
    this.#planned ??= setImmediate(() => {
      this.#turn();
    });
  }

  /** What waits is forgotten. */
  stop(): void {
    this.#stopped = true;
    if (this.#planned) clearImmediate(this.#planned);
    this.#ready = [];
    this.#known.clear();
  }

  #turn(): void {
    this.#planned = undefined;
    const start = this.#clock.monotonic();
    for (let items = 0; items < TURN_ITEMS && this.#ready.length > 0;) {
      const round = this.#ready;
      this.#ready = [];
      // forgotten before it runs: what it causes may wake it again
      for (const [at, worker] of round.entries()) {
        this.#known.delete(worker);
        if (worker.runOne()) this.#again(worker);
        items += 1;
        if (this.#clock.monotonic() - start < TURN_MS) continue;
        this.#ready = [...round.slice(at + 1), ...this.#ready];
        items = TURN_ITEMS;
        break;
      }
    }
    if (this.#ready.length === 0 || this.#stopped) return;
    this.#planned ??= setImmediate(() => {
      this.#turn();
    });
  }

  #again(worker: Worker): void {
    if (this.#known.has(worker) || this.#stopped) return;
    this.#known.add(worker);
    this.#ready.push(worker);
  }
}

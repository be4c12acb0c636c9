import type { Clock } from '../../../lib/clock.ts';
import type { Turns, Worker } from './turns.ts';

/** The first retry waits this long, each further one twice as long (client-go's default controller rate limiter). */
const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 1_000_000;
/** A sync that takes longer than this is costly: its key then rests for so many times as long, however often it is added. */
const COSTLY_MS = 5;
const REST_FACTOR = 4;

/** What a queue stands on. */
export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly turns: Turns;
  /** Brings one object where it should be. What it throws is reported, and the key is tried again later. */
  readonly sync: (key: string) => void;
  readonly onError: (key: string, error: unknown) => void;
  /** The same key is not synced more often than this: thousands of pods of one owner then cost a few syncs, not one each. */
  readonly spacingMs?: number;
}

/**
 * Keys that wait for a sync, each once (client-go's workqueue): added again while it waits, it stays one item; a failed one comes back with
 * growing delay.
 */
export class WorkQueue implements Worker {
  readonly #options: WorkQueueOptions;
  readonly #waiting = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, { readonly due: number; readonly cancel: () => void }>();
  /** Until when a key rests. */
  readonly #resting = new Map<string, number>();

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  /** As soon as there is a turn, or when the key's last sync is long enough ago. */
  add(key: string): void {
    if (this.#waiting.has(key)) return;
    const until = this.#resting.get(key);
    const rest = until === undefined ? 0 : until - this.#options.clock.monotonic();
    if (rest > 0) this.addAfter(key, rest);
    else this.#admit(key);
  }

  /** At the next turn, however short ago the last sync was: for a sync that has more to do. */
  addNow(key: string): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    this.#admit(key);
  }

  /** After `ms`, or earlier when an earlier time was asked for. */
  addAfter(key: string, ms: number): void {
    if (ms <= 0) {
      this.add(key);
      return;
    }
    const due = this.#options.clock.monotonic() + ms;
    const planned = this.#timers.get(key);
    if (planned && planned.due <= due) return;
    planned?.cancel();
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(key);
      this.#admit(key);
    });
    this.#timers.set(key, { due, cancel });
  }

  /** After the delay that the key's failures so far have earned. */
  addRateLimited(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.addAfter(key, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
  }

  runOne(): boolean {
    const next = this.#waiting.values().next();
    if (next.done) return false;
    const key = next.value;
    this.#waiting.delete(key);
    this.#sync(key);
    return this.#waiting.size > 0;
  }

  /** Forgets what waits. */
  stop(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#waiting.clear();
  }

  #admit(key: string): void {
    this.#waiting.add(key);
    this.#options.turns.wake(this);
  }

  #sync(key: string): void {
    const { sync, onError, clock } = this.#options;
    const start = clock.monotonic();
    try {
      sync(key);
      this.#failures.delete(key);
    } catch (error) {
      onError(key, error);
      this.addRateLimited(key);
    }
    this.#rest(key, clock.monotonic() - start);
  }

  #rest(key: string, costMs: number): void {
    const { clock, spacingMs = 0 } = this.#options;
    const ms = costMs > COSTLY_MS ? Math.max(spacingMs, costMs * REST_FACTOR) : spacingMs;
    this.#resting.delete(key);
    if (ms === 0) return;
    this.#resting.set(key, clock.monotonic() + ms);
    if (this.#resting.size > 10_000) this.#dropOld(clock.monotonic());
  }

  #dropOld(now: number): void {
    for (const [key, until] of this.#resting) if (until <= now) this.#resting.delete(key);
  }
}

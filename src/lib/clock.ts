import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument. Milliseconds everywhere. Tests pass a clock that they move by hand. */
export interface Clock {
  /** Wall time since the epoch: for people and for timestamps. May jump. */
  now(): number;
  /** Never jumps: for measuring and for waiting. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `fn` once after `ms`; the returned function cancels it. Does not keep the process alive. */
  after(ms: number, fn: () => void): () => void;
}

/** The machine's own time. Only composition (`src/app`) and tests of real programs name it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      // node's AbortError hides the reason that the caller gave
      signal?.throwIfAborted();
      throw error;
    }
  },
  after(ms, fn) {
    const timer = setTimeout(fn, ms).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

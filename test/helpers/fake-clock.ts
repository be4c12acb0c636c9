import type { Clock } from '../../src/lib/clock.ts';

interface Timer {
  readonly due: number;
  readonly fire: () => void;
}

/** 2026-01-01T00:00:00Z: where every fake clock starts unless told otherwise. */
export const START = Date.UTC(2026, 0, 1);

/** A clock that stands still until a test moves it. Sleeps and timers fire in the order of their times. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #elapsed = 0;
  #wall: number;

  constructor(start: number = START) {
    this.#wall = start;
  }

  now(): number {
    return this.#wall + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  /** How many timers and sleeps wait: 0 after a clean end. */
  get waiting(): number {
    return this.#timers.size;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = this.after(ms, resolve);
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  after(ms: number, fn: () => void): () => void {
    const timer: Timer = { due: this.#elapsed + Math.max(0, ms), fire: fn };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves time on by `ms`, firing what falls due on the way; promises settle before and after each firing. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#elapsed = Math.max(this.#elapsed, next.due);
      this.#timers.delete(next);
      next.fire();
      await settle();
    }
    this.#elapsed = Math.max(this.#elapsed, end);
  }

  /** Time that passes while code runs: nothing fires before its caller is back. */
  spend(ms: number): void {
    this.#elapsed += ms;
  }

  /** Puts the wall clock forward or back, as a person or NTP does; `monotonic()` and timers do not notice. */
  jump(ms: number): void {
    this.#wall += ms;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= end && (!first || timer.due < first.due)) first = timer;
    }
    return first;
  }
}

/** Lets everything that can go on without time passing go on: microtasks, and immediates twice. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** Moves the clock in steps until `condition` holds; fails the test with `what` after `limitMs` of fake time. */
export async function advanceUntil(
  clock: FakeClock,
  condition: () => boolean,
  what: string,
  { stepMs = 100, limitMs = 600_000 }: { readonly stepMs?: number; readonly limitMs?: number } = {},
): Promise<void> {
  await settle();
  for (let passed = 0; !condition(); passed += stepMs) {
    if (passed > limitMs) throw new Error(`after ${limitMs} ms of fake time still not: ${what}`);
    await clock.advance(stepMs);
  }
}

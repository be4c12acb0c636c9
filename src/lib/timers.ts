import type { Clock } from './clock.ts';

/** Timers of one owner, which end with it. */
export class Timers implements Pick<Clock, 'monotonic' | 'after'> {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  /** As `Clock.after`; nothing is called any more after {@link close}. */
  after(ms: number, fn: () => void): () => void {
    if (this.#closed) return () => {};
    const cancel = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      fn();
    });
    this.#cancels.add(cancel);
    return () => {
      this.#cancels.delete(cancel);
      cancel();
    };
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}

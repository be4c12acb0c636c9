import type { Clock } from './clock.ts';

/** One timer that is set again and again: only the last time counts. */
export class Alarm {
  readonly #clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly #ring: () => void;
  #cancel: () => void = () => {};

  constructor(clock: Pick<Clock, 'monotonic' | 'after'>, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `due` on the clock's monotonic scale, at once when that is over, never when it is infinite. */
  set(due: number): void {
    this.#cancel();
    if (due === Infinity) return;
    this.#cancel = this.#clock.after(Math.max(0, due - this.#clock.monotonic()), this.#ring);
  }

  /** It does not ring any more, unless it is set again. */
  close(): void {
    this.#cancel();
  }
}

import type { Clock } from '../lib/clock.ts';

/** A moment on both clocks. */
export interface Mark {
  readonly monotonic: number;
  readonly wall: number;
}

/**
 * Whether a leader may still write: for `limitMs` after it sent its last successful renewal. Asked before each write, so nothing has to run
 * for it to close: neither a stalled event loop nor a suspended machine keeps it open. Of the two clocks the one counts by which more time
 * has passed: the monotonic one may stand still while a machine sleeps, and the wall clock may be put back.
 */
export class Fence {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #limitMs: number;
  #since: Mark | undefined;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** Now, to be given to {@link open} when the renewal that is about to be sent has succeeded. */
  mark(): Mark {
    return { monotonic: this.#clock.monotonic(), wall: this.#clock.now() };
  }

  open(since: Mark): void {
    this.#since = since;
  }

  close(): void {
    this.#since = undefined;
  }

  isOpen(): boolean {
    return this.left() > 0;
  }

  /** Milliseconds until it closes; 0 when it is closed. */
  left(): number {
    if (!this.#since) return 0;
    const { monotonic, wall } = this.mark();
    const passed = Math.max(monotonic - this.#since.monotonic, wall - this.#since.wall);
    return Math.max(0, this.#limitMs - passed);
  }
}

import type { Clock } from '../lib/clock.ts';
import { Pace } from './pace.ts';

/** What a redraw works with. */
export interface RedrawOptions {
  readonly clock: Clock;
  /**
   * Draws. Answers after how many milliseconds to draw again though nothing happens, for clocks on the screen go on; Infinity: only when
   * something does.
   */
  readonly draw: () => number;
  /** Something of ours threw, which is a bug; nothing is drawn after it. */
  readonly onBroken: (error: unknown) => void;
}

/** When a screen is drawn: soon after what happens, no more often than {@link Pace} lets it. */
export class Redraw {
  readonly #options: RedrawOptions;
  readonly #pace = new Pace();
  #cancel: () => void = () => {};
  /** By the monotonic clock. */
  #due = Infinity;
  #isClosed = false;

  /** Draws after `firstMs` at the latest. */
  constructor(options: RedrawOptions, firstMs: number) {
    this.#options = options;
    this.#wait(options.clock.monotonic() + firstMs);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Something has happened. What is due earlier stays so. */
  afterNews(): void {
    this.#soon(this.#pace.forNews());
  }

  /** A person has pressed a key, or waits for an answer. What is due earlier stays so. */
  afterKey(): void {
    this.#soon(this.#pace.forKey());
  }

  /** Draws now. */
  now(): void {
    this.guard(() => {
      const { clock, draw } = this.#options;
      this.#wait(Infinity);
      const began = clock.monotonic();
      const againMs = draw();
      this.#pace.drawn(began, clock.monotonic());
      this.#soon(clock.monotonic() + againMs);
    });
  }

  /** Ends all timers; nothing is drawn any more. */
  close(): void {
    this.#cancel();
    this.#isClosed = true;
  }

  /** Does work, unless closed. Whoever is at work below the screen, in whose calls much of this happens, must not be ended by it without having said so. */
  guard(work: () => void): void {
    if (this.#isClosed) return;
    try {
      work();
    } catch (error) {
      this.close();
      this.#options.onBroken(error);
    }
  }

  #soon(due: number): void {
    if (!this.#isClosed && this.#due > due) this.#wait(due);
  }

  /** Draws at that time of the monotonic clock, or now when it has passed; never when it is infinite. */
  #wait(due: number): void {
    const { clock } = this.#options;
    this.#cancel();
    this.#cancel = () => {};
    this.#due = due;
    if (due === Infinity || this.#isClosed) return;
    this.#cancel = clock.after(Math.max(0, due - clock.monotonic()), () => {
      this.now();
    });
  }
}

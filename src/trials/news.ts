import { waitUnlessAborted } from '../lib/abort.ts';
import type { Clock } from '../lib/clock.ts';

/** Who waits is woken by whatever is told, and looks for themselves. */
export class News {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Something has changed. */
  readonly tell = (): void => {
    for (const look of this.#waiting) look();
  };

  /** Resolves to true as soon as the condition holds, to false when it does not after `limitMs`. Rejects with the signal's reason. */
  async until(condition: () => boolean, limitMs: number): Promise<boolean> {
    this.#signal.throwIfAborted();
    if (condition()) return true;
    let look: (() => void) | undefined;
    let cancel: (() => void) | undefined;
    try {
      await waitUnlessAborted(this.#signal, (resolve) => {
        look = () => {
          if (condition()) resolve();
        };
        this.#waiting.add(look);
        cancel = this.#clock.after(limitMs, resolve);
      });
    } finally {
      if (look) this.#waiting.delete(look);
      cancel?.();
    }
    return condition();
  }

  /** The same for what comes in pieces: `limitMs` begin anew whenever `progress` has grown, up to `mostMs` altogether. */
  async untilDone(condition: () => boolean, { progress, limitMs, mostMs }: Progress): Promise<boolean> {
    const end = this.#clock.monotonic() + mostMs;
    for (;;) {
      const before = progress();
      const left = Math.min(limitMs, end - this.#clock.monotonic());
      if (left <= 0) return condition();
      await this.until(() => condition() || progress() > before, left);
      if (condition()) return true;
      if (progress() === before) return false;
    }
  }
}

/** How long to wait for what comes in pieces, in milliseconds. */
export interface Progress {
  readonly progress: () => number;
  readonly limitMs: number;
  readonly mostMs: number;
}

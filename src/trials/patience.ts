import type { Limits } from './limits.ts';

const MOST_MS = 10_000;
const TIMES_SLOWEST = 4;

/** How long to wait before "not yet" is said: learnt from how long the program took so far, so that a failure does not cost ten seconds each time. */
export class Patience {
  readonly #limits: Limits;
  readonly #isWatching: () => boolean;
  #slowest: number | undefined;
  #isHopeless = false;

  /** `isWatching`: whether the program has a watch on pods open. */
  constructor(limits: Limits, isWatching: () => boolean) {
    this.#limits = limits;
    this.#isWatching = isWatching;
  }

  /** Whether it was seen to place any pod. */
  get hasPlaced(): boolean {
    return this.#slowest !== undefined;
  }

  /** In milliseconds. */
  get ms(): number {
    const { firstMs, watchingMs, hopelessMs, leastMs } = this.#limits;
    if (this.#slowest === undefined) {
      if (this.#isHopeless) return hopelessMs;
      return this.#isWatching() ? watchingMs : firstMs;
    }
    return Math.min(MOST_MS, Math.max(leastMs, this.#slowest * TIMES_SLOWEST));
  }

  /** For what takes longer than placing a pod: after an outage, or a failure. */
  get againMs(): number {
    return Math.max(this.#limits.againMs, this.ms);
  }

  /** It took so long to place a pod. */
  placed(ms: number): void {
    this.#slowest = Math.max(this.#slowest ?? 0, ms);
  }

  /** It did not place a pod in all that time. */
  waitedInVain(): void {
    this.#isHopeless = true;
  }
}

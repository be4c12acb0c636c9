/** How long a program has that was not seen to place anything yet, in milliseconds: one that polls every five seconds gets its chance. */
const FIRST_MS = 8000;
/** Once it had that chance, and did nothing. */
const NO_HOPE_MS = 2500;
const [LEAST_MS, MOST_MS] = [3000, 10_000];
const TIMES_SLOWEST = 4;

/** How long to wait before "not yet" is said: learnt from how long the program took so far, so that a failure does not cost ten seconds each time. */
export class Patience {
  #slowest: number | undefined;
  #isHopeless = false;

  /** In milliseconds. */
  get ms(): number {
    if (this.#slowest === undefined) return this.#isHopeless ? NO_HOPE_MS : FIRST_MS;
    return Math.min(MOST_MS, Math.max(LEAST_MS, this.#slowest * TIMES_SLOWEST));
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

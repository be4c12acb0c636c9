/** client-go's reflector waits as long: k8s.io/client-go/tools/cache/reflector.go. */
const FIRST_MS = 800;
const LONGEST_MS = 30_000;

/** Delays that double from 0.8 s to 30 s, each shortened by chance by up to half, so that clients do not come in step. */
export class Backoff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How long to wait after one more failure, in milliseconds. */
  next(): number {
    const full = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS);
    this.#failures += 1;
    return full * (1 - this.#random() / 2);
  }

  /** Something worked: the next failure is a first one. */
  reset(): void {
    this.#failures = 0;
  }
}

import { podKey } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';
import type { Cache } from '../scheduler/cache.ts';

/** kube-scheduler has long decided otherwise if it has not bound the pod by then. */
const EXPECTED_FOR_MS = 30_000;

interface Expectation {
  readonly pod: Pod;
  readonly until: number;
}

/**
 * Where pods are about to be. kube-scheduler binds beside its loop and asks about the next pod before the watch, or even the request to
 * bind, tells us of the one before: without this, a burst of pods would be judged by counts that are too old. What our answer leads to
 * is assumed at once, and corrected by whatever comes: the binding, the watch, the same pod again, or time.
 */
export class Expected {
  readonly #cache: Cache;
  readonly #clock: { monotonic(): number };
  /** By the pod's key, oldest first. */
  readonly #pods = new Map<string, Expectation>();

  constructor(cache: Cache, clock: { monotonic(): number }) {
    this.#cache = cache;
    this.#clock = clock;
  }

  /** The answer leaves or prefers this node. */
  expect(pod: Pod, node: string): void {
    this.forget(pod);
    this.#assume(pod, node);
    this.#pods.set(podKey(pod), { pod, until: this.#clock.monotonic() + EXPECTED_FOR_MS });
  }

  /** The pod is being decided anew, or will not be placed. */
  forget(pod: Pod): void {
    this.expire();
    this.#pods.delete(podKey(pod));
    this.#cache.forget(pod);
  }

  /** kube-scheduler binds the pod with this key to this node: from now on it is there until the watch or {@link forget} says otherwise. */
  settle(key: string, node: string): Pod | undefined {
    const pod = this.#pods.get(key)?.pod;
    if (!pod) return undefined;
    this.#pods.delete(key);
    if (this.#cache.assumedOn(pod) !== node) {
      this.#cache.forget(pod);
      this.#assume(pod, node);
    }
    return pod;
  }

  /** Drops what is too old. */
  expire(): void {
    const now = this.#clock.monotonic();
    for (const [key, { pod, until }] of this.#pods) {
      if (until > now) return;
      this.#pods.delete(key);
      this.#cache.forget(pod);
    }
  }

  /** One that the watch has brought already is where it is. */
  #assume(pod: Pod, node: string): void {
    if (!this.#cache.pod(podKey(pod))) this.#cache.assume(pod, node);
  }
}

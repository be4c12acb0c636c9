import { podKey } from '../../api/pods.ts';
import type { Pod } from '../../api/types.ts';
import type { Clock } from '../../lib/clock.ts';
import { goDurationText } from '../../lib/go-duration.ts';

/** Which plugin a pod waits for before its binding, and how long at most (milliseconds). */
export interface PermitWait {
  readonly plugin: string;
  readonly waitMs: number;
}

/** How the wait of a pod ended. */
export type PermitEnd =
  /** Every plugin has allowed it. */
  | { readonly kind: 'allowed' }
  | { readonly kind: 'rejected'; readonly plugin: string; readonly message: string }
  /** A pod of higher priority takes its place: it is tried again after a rest, whatever happens meanwhile. */
  | { readonly kind: 'preempted'; readonly plugin: string; readonly message: string }
  /** It was deleted, or placed by somebody else: nothing more is to be done for it. */
  | { readonly kind: 'gone' };

/** A pod that has its node and waits for leave to be bound to it (upstream: framework/runtime/waiting_pods_map.go). */
export interface WaitingPod {
  readonly pod: Pod;
  readonly node: string;
  /** The plugins that have not allowed it yet. */
  readonly pending: ReadonlySet<string>;
  /** The plugin has nothing against it any more. The last one's word ends the wait. */
  allow(plugin: string): void;
  /** Ends the wait: the pod goes back to the queue until a change that `plugin` names. False when it had ended already. */
  reject(plugin: string, message: string): boolean;
  /** Ends the wait in favour of another pod. False when it had ended already. */
  preempt(plugin: string, message: string): boolean;
}

/**
 * The pods that wait at Permit. They are assumed and reserved, but nothing runs for them: neither the scheduling loop nor a binding is kept
 * busy. An end is told as a promise, so what follows from it happens after the cycle in which a plugin said so, and before the next one.
 */
export class WaitingPods implements Iterable<WaitingPod> {
  readonly #clock: Clock;
  readonly #waits = new Map<string, Wait>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#waits.size;
  }

  /** In the order in which they came. A wait may end while they are gone through. */
  [Symbol.iterator](): Iterator<WaitingPod> {
    return this.#waits.values();
  }

  /** By the pod's key. */
  get(key: string): WaitingPod | undefined {
    return this.#waits.get(key);
  }

  /** The pod waits for each of `plugins`, which are not none, no longer than each says. Resolves with the end. */
  add(pod: Pod, node: string, plugins: readonly PermitWait[]): Promise<PermitEnd> {
    const key = podKey(pod);
    const { promise, resolve } = Promise.withResolvers<PermitEnd>();
    const wait = new Wait(pod, node, (end) => {
      this.#waits.delete(key);
      resolve(end);
    });
    this.#waits.set(key, wait);
    for (const one of plugins) wait.start(one, this.#clock);
    return promise;
  }

  /** The pod was deleted, or placed by somebody else. One that does not wait is no error. */
  gone(key: string): void {
    this.#waits.get(key)?.end({ kind: 'gone' });
  }

  /** Ends all timers; no wait ends any more. */
  close(): void {
    for (const wait of this.#waits.values()) wait.stopTimers();
    this.#waits.clear();
  }
}

class Wait implements WaitingPod {
  readonly pod: Pod;
  readonly node: string;
  readonly pending = new Set<string>();
  readonly #timers = new Map<string, () => void>();
  readonly #onEnd: (end: PermitEnd) => void;
  #ended = false;

  constructor(pod: Pod, node: string, onEnd: (end: PermitEnd) => void) {
    this.pod = pod;
    this.node = node;
    this.#onEnd = onEnd;
  }

  start({ plugin, waitMs }: PermitWait, clock: Clock): void {
    this.pending.add(plugin);
    const cancel = clock.after(waitMs, () => {
      this.reject(
        plugin,
        `rejected due to timeout after waiting ${goDurationText(waitMs)} at plugin ${plugin}`,
      );
    });
    this.#timers.set(plugin, cancel);
  }

  allow(plugin: string): void {
    if (!this.pending.delete(plugin)) return;
    this.#timers.get(plugin)?.();
    if (this.pending.size === 0) this.end({ kind: 'allowed' });
  }

  reject(plugin: string, message: string): boolean {
    return this.end({ kind: 'rejected', plugin, message });
  }

  preempt(plugin: string, message: string): boolean {
    return this.end({ kind: 'preempted', plugin, message });
  }

  end(end: PermitEnd): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.stopTimers();
    this.#onEnd(end);
    return true;
  }

  stopTimers(): void {
    for (const cancel of this.#timers.values()) cancel();
  }
}

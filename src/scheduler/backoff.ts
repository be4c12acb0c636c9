/** How long pods rest after a failure: first, and at most (milliseconds). */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** kube-scheduler's defaults: podInitialBackoffSeconds 1, podMaxBackoffSeconds 10. */
export const DEFAULT_BACKOFF: Backoff = { initialMs: 1_000, maxMs: 10_000 };

/** How long a pod rests after its n-th failed attempt: 1 s, 2 s, 4 s, 8 s, then 10 s each time, unless other limits are given. */
export function backoffMs(attempts: number, { initialMs, maxMs }: Backoff = DEFAULT_BACKOFF): number {
  return Math.min(initialMs * 2 ** Math.max(0, attempts - 1), maxMs);
}

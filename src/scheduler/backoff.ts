/** kube-scheduler's defaults: podInitialBackoffSeconds 1, podMaxBackoffSeconds 10. */
const INITIAL_MS = 1_000;
const MAX_MS = 10_000;

/** How long a pod rests after its n-th failed attempt: 1 s, 2 s, 4 s, 8 s, then 10 s each time. */
export function backoffMs(attempts: number): number {
  return Math.min(INITIAL_MS * 2 ** Math.max(0, attempts - 1), MAX_MS);
}

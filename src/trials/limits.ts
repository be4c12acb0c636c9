/** How long a program is given, in milliseconds. */
export interface Limits {
  /** Until its first request: `go run .` compiles first. */
  readonly startMs: number;
  /** To place a pod as long as it was not seen to place any: one that polls every five seconds gets its chance. */
  readonly firstMs: number;
  /** The same when it has a watch on pods open: it has heard of the pod already. */
  readonly watchingMs: number;
  /** The same once it had that chance, and did nothing. */
  readonly hopelessMs: number;
  /** The least for one that was seen to be quick. */
  readonly leastMs: number;
  /** To try again what fitted nowhere, and to recover from an outage: kube-scheduler waits a second and more. */
  readonly againMs: number;
}

export const LIMITS: Limits = {
  startMs: 60_000,
  firstMs: 7000,
  watchingMs: 4000,
  hopelessMs: 1500,
  leastMs: 3000,
  againMs: 6000,
};

/** How long a program is given, in milliseconds. */
export interface Limits {
  /** Until its first request: `go run .` compiles first. */
  readonly startMs: number;
  /** To place a pod as long as it was not seen to place any: one that polls every five seconds gets its chance. */
  readonly firstMs: number;
  /** The same once it had that chance, and did nothing. */
  readonly hopelessMs: number;
  /** The least for one that was seen to be quick. */
  readonly leastMs: number;
  /** To try again what fitted nowhere, and to recover from an outage: kube-scheduler waits a second and more. */
  readonly againMs: number;
}

export const LIMITS: Limits = {
  startMs: 60_000,
  firstMs: 8000,
  hopelessMs: 2500,
  leastMs: 3000,
  againMs: 6000,
};

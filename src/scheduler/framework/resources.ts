/** Amounts, as numbers that a filter can compare (upstream: `framework.Resource`). Above 2^53 bytes they are not exact. */
export interface Resources {
  readonly milliCpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes. */
  readonly ephemeralStorage: number;
  /** How many pods a node takes; 0 in requests. */
  readonly allowedPods: number;
  /** Extended resources, hugepages, attachable volumes: whole units by name. Only those that are named. */
  readonly scalar: ReadonlyMap<string, number>;
}

/** CPU and memory with a minimum for each container that asks for none (upstream: `NonZeroRequested`): 100m and 200 MiB. */
export interface NonZeroRequests {
  readonly milliCpu: number;
  /** Bytes. */
  readonly memory: number;
}

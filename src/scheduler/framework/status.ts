/**
 * Why a node, or a reservation, does not suit a pod: a value, never an exception. `reasons` are upstream's texts, which
 * messages count over nodes. Plugins return the same object each time where they can, so that saying no costs nothing.
 */
export interface Rejection {
  readonly reasons: readonly string[];
  /** Taking pods away from the node would not help (upstream: `UnschedulableAndUnresolvable`), so preemption does not try. */
  readonly unresolvable?: true;
}

/** A plugin has nothing to do for this pod and is left out of the cycle (upstream: `Skip`). */
export const SKIP = { skip: true } as const;

/** What `preFilter` found. A plugin that throws makes the attempt an error, which is tried again without a change. */
export type PreFilterResult<F> =
  | typeof SKIP
  /** No node fits. */
  | { readonly rejection: Rejection }
  /** Only these nodes can fit, when given; `state` is handed on to `filter`. */
  | { readonly state: F; readonly nodes?: ReadonlySet<string> };

/** What `preScore` found: nothing to score, or what `score` and `normalize` are handed. */
export type PreScoreResult<S> = typeof SKIP | { readonly state: S };

/** What `permit` says: no, or wait for so long (milliseconds) for somebody to allow it. Undefined: yes. */
export type PermitResult = { readonly rejection: Rejection } | { readonly waitMs: number } | undefined;

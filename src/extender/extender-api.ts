import type { Node, Pod } from '../api/types.ts';

/**
 * What kube-scheduler and an extender say to each other, as it is on the wire (upstream: k8s.io/kube-scheduler/extender/v1, types.go). The
 * Go types have no JSON names, so members begin with a capital; the objects inside are as everywhere.
 */

/** kube-scheduler multiplies what an extender says by `MaxNodeScore / MaxExtenderPriority`, so a priority is 0–10, in whole numbers. */
export const MAX_EXTENDER_PRIORITY = 10;

/** Asked of filter and prioritize. `Nodes` comes without `nodeCacheCapable`, `NodeNames` with it. */
export interface ExtenderArgs {
  readonly Pod: Pod;
  readonly Nodes?: { readonly items: readonly Node[] };
  readonly NodeNames?: readonly string[];
}

/** Why each node is left out. */
export type FailedNodes = Readonly<Record<string, string>>;

/** Answer of filter. `Nodes` or `NodeNames`, as the question had it. An `Error` fails the pod's attempt. */
export interface ExtenderFilterResult {
  readonly Nodes?: { readonly items: readonly Node[] };
  readonly NodeNames?: readonly string[];
  readonly FailedNodes: FailedNodes;
  /** Those that no preemption can help. */
  readonly FailedAndUnresolvableNodes: FailedNodes;
  readonly Error: string;
}

/** A line of the answer of prioritize, which is a list of these. */
export interface HostPriority {
  readonly Host: string;
  /** See {@link MAX_EXTENDER_PRIORITY}. */
  readonly Score: number;
}

/** Pods that would be deleted, by their uids. */
export interface MetaVictims {
  readonly Pods: readonly { readonly UID: string }[];
  readonly NumPDBViolations: number;
}

/** Asked of preempt. `NodeNameToVictims` comes without `nodeCacheCapable`, `NodeNameToMetaVictims` with it. */
export interface ExtenderPreemptionArgs {
  readonly Pod: Pod;
  readonly NodeNameToVictims?: Readonly<
    Record<string, { readonly Pods: readonly Pod[]; readonly NumPDBViolations: number }>
  >;
  readonly NodeNameToMetaVictims?: Readonly<Record<string, MetaVictims>>;
}

/** Answer of preempt: the nodes that are left, always by uids. */
export interface ExtenderPreemptionResult {
  readonly NodeNameToMetaVictims: Readonly<Record<string, MetaVictims>>;
}

/** Asked of bind. */
export interface ExtenderBindingArgs {
  readonly PodName: string;
  readonly PodNamespace: string;
  readonly PodUID: string;
  readonly Node: string;
}

/** Answer of bind; an empty `Error` means bound. */
export interface ExtenderBindingResult {
  readonly Error: string;
}

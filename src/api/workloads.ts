import type { LabelSelector } from './selectors.ts';
import type { Condition, KubeObject } from './types.ts';

/** A service: its selector says which pods belong together. */
export interface Service extends KubeObject {
  readonly spec?: { readonly selector?: Readonly<Record<string, string>> };
}

/** A replication controller, whose selector is a plain map. */
export interface ReplicationController extends KubeObject {
  readonly spec?: { readonly selector?: Readonly<Record<string, string>> };
}

/** A ReplicaSet or a StatefulSet. */
export interface ReplicaOwner extends KubeObject {
  readonly spec?: { readonly selector?: LabelSelector; readonly replicas?: number };
}

/** How many pods may be taken away at once. */
export interface PodDisruptionBudget extends KubeObject {
  readonly spec?: { readonly selector?: LabelSelector };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly disruptedPods?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
  };
}

/** What a priority is worth. */
export interface PriorityClass extends KubeObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: 'PreemptLowerPriority' | 'Never';
}

/** Who leads, and until when unless it is renewed. `renewTime` has microseconds. */
export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

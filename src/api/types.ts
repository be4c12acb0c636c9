import type { PodSpec, ResourceList, ResourceRequirements } from './pod-spec.ts';

export type { Container, PodSpec, ResourceList } from './pod-spec.ts';

/**
 * The Kubernetes words this program needs, as they are on the wire (JSON): times are strings, maps are plain objects.
 * client-node's models are not used for this: they promise `Date` where raw JSON carries a string.
 * Field meanings: https://kubernetes.io/docs/reference/kubernetes-api/ (v1.37).
 */

/** What every stored object carries. `resourceVersion` is opaque: compare for equality only. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

/** Who made an object, e.g. the DaemonSet of a daemon pod. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** Any stored object. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
}

/** `effect` is missing only in a toleration; a taint always has one. */
export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

/** A node says "stay away unless you tolerate this". */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: TaintEffect;
}

/** A pod says "this taint does not bother me". An empty key with operator Exists tolerates everything. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: TaintEffect | '';
  readonly tolerationSeconds?: number;
}

/** One line of `status.conditions` of a pod or a node. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly observedGeneration?: number;
}

/** What a container got, and what its node granted: they differ from the spec while a resize is under way. */
export interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: ResourceList;
}

/** A pod. Assigned once `spec.nodeName` is set, which only a binding does; `status` is the server's and the kubelet's. */
export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status?: {
    readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
    readonly podIP?: string;
    readonly startTime?: string;
    readonly conditions?: readonly Condition[];
    /** The node that a preemption makes room on for this pod. */
    readonly nominatedNodeName?: string;
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    /** Of the pod as a whole, as `containerStatuses` have them of each container. */
    readonly resources?: ResourceRequirements;
    readonly allocatedResources?: ResourceList;
    /** Of old kubelets; since 1.33 a condition says so. */
    readonly resize?: string;
  };
}

/** A node, as its kubelet reports it. */
export interface Node extends KubeObject {
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
    readonly providerID?: string;
  };
  readonly status?: {
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly capacity?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
    /** What its kubelet can do that others cannot, sorted. */
    readonly declaredFeatures?: readonly string[];
    readonly images?: readonly { readonly names?: readonly string[]; readonly sizeBytes?: number }[];
    readonly nodeInfo?: {
      readonly kubeletVersion?: string;
      readonly osImage?: string;
      readonly containerRuntimeVersion?: string;
    };
  };
}

/** Points from an event at the object it is about. */
export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** An event of `events.k8s.io/v1`. `eventTime` has microseconds. */
export interface KubeEvent extends KubeObject {
  readonly eventTime?: string | null;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly regarding?: ObjectReference;
  readonly note?: string;
  readonly type?: 'Normal' | 'Warning';
  readonly series?: { readonly count: number; readonly lastObservedTime: string };
  /** Set on events that were written through core/v1, where `source.component` names the writer. */
  readonly deprecatedSource?: { readonly component?: string; readonly host?: string };
  readonly deprecatedCount?: number;
  readonly deprecatedFirstTimestamp?: string | null;
  readonly deprecatedLastTimestamp?: string | null;
}

import type { KubeObject, Pod } from '../../api/types.ts';

/**
 * A change that can make a waiting pod fit (upstream: `fwk.ClusterEvent`; the name there is in brackets where it is not the same words).
 * Plugins name those that can undo their rejection; the queue moves only the pods that such a plugin rejected.
 */
export type ClusterEvent =
  | 'node-added'
  | 'node-taints'
  | 'node-unschedulable'
  | 'node-ready'
  | 'node-labels'
  | 'node-allocatable'
  /** What its kubelet can do (UpdateNodeDeclaredFeature). */
  | 'node-features'
  | 'node-removed'
  /** A pod is on a node now, whoever placed it (AssignedPod/Add). */
  | 'pod-placed'
  /** Labels of a placed pod (AssignedPod/UpdatePodLabel), or the waiting pod itself (TargetPod/Update). */
  | 'pod-changed'
  /** A placed pod asks for less (AssignedPod/UpdatePodScaleDown). */
  | 'pod-scaled-down'
  /** A placed or assumed pod is gone (AssignedPod/Delete). */
  | 'pod-deleted'
  /** A waiting pod came, other than the one asked about (UnscheduledPod/Add): a gang grows. */
  | 'pod-waiting'
  | 'namespace-changed'
  | 'volume-changed'
  | 'claim-changed'
  | 'storage-class-changed';

/** One change with its objects, for hints: `T` is the kind that the event is about. `before` is missing for what is new, `now` for what is gone. */
export interface ClusterChange<T extends KubeObject = KubeObject> {
  readonly event: ClusterEvent;
  readonly before?: T;
  readonly now?: T;
}

/** An event with a closer look (upstream: `ClusterEventWithHint`): false when this very change cannot help this pod. */
export interface EventHint {
  readonly event: ClusterEvent;
  /** A method, so that a hint may name the kind of its event: `hint: (pod, { now }: ClusterChange<Node>) => …`. */
  hint(pod: Pod, change: ClusterChange): boolean;
}

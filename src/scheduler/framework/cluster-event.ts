/**
 * A change that can make a waiting pod fit (upstream: `fwk.ClusterEvent`). Plugins name those that can undo their
 * rejection; the queue moves only the pods that such a plugin rejected.
 */
export type ClusterEvent =
  | 'node-added'
  | 'node-taints'
  | 'node-unschedulable'
  | 'node-ready'
  | 'node-labels'
  | 'node-allocatable'
  | 'node-removed'
  | 'pod-placed'
  | 'pod-changed'
  | 'pod-deleted';

import type { ClusterEvent } from './framework/cluster-event.ts';

/** What upstream calls each event in its metrics (upstream: `ClusterEvent.Label`). */
export const UPSTREAM_EVENTS: Readonly<Record<ClusterEvent, string>> = {
  'node-added': 'NodeAdd',
  'node-taints': 'NodeUpdateNodeTaint',
  'node-unschedulable': 'NodeUpdateNodeTaint',
  'node-ready': 'NodeUpdateNodeCondition',
  'node-labels': 'NodeUpdateNodeLabel',
  'node-allocatable': 'NodeUpdateNodeAllocatable',
  'node-features': 'NodeUpdateNodeDeclaredFeature',
  'node-removed': 'NodeDelete',
  'pod-placed': 'AssignedPodAdd',
  'pod-changed': 'AssignedPodUpdatePodLabel',
  'pod-scaled-down': 'AssignedPodUpdatePodScaleDown',
  'pod-deleted': 'AssignedPodDelete',
  'pod-waiting': 'UnscheduledPodAdd',
  'namespace-changed': 'NamespaceUpdate',
  'volume-changed': 'PersistentVolumeUpdate',
  'claim-changed': 'PersistentVolumeClaimUpdate',
  'storage-class-changed': 'storage.k8s.io/StorageClassUpdate',
};

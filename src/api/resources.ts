import type { KubeEvent, KubeObject, Node, Pod } from './types.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from './volumes.ts';
import type {
  Lease,
  PodDisruptionBudget,
  PriorityClass,
  ReplicaOwner,
  ReplicationController,
  Service,
} from './workloads.ts';

/** Where objects of one kind live in the API. `T` is the shape of the stored object. */
export interface Resource<T extends KubeObject> {
  readonly groupVersion:
    | 'v1'
    | 'apps/v1'
    | 'coordination.k8s.io/v1'
    | 'events.k8s.io/v1'
    | 'policy/v1'
    | 'scheduling.k8s.io/v1'
    | 'storage.k8s.io/v1';
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Never present: carries `T` for the type checker. */
  readonly shape?: T;
}

/** Pods, of any namespace. */
export const PODS: Resource<Pod> = { groupVersion: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };

/** Nodes, which have no namespace. */
export const NODES: Resource<Node> = { groupVersion: 'v1', plural: 'nodes', kind: 'Node', namespaced: false };

/** Events as `events.k8s.io/v1` shows them; those written through core/v1 are the same objects. */
export const EVENTS: Resource<KubeEvent> = {
  groupVersion: 'events.k8s.io/v1',
  plural: 'events',
  kind: 'Event',
  namespaced: true,
};

/** Namespaces; the uid of `kube-system` tells one cluster from another. */
export const NAMESPACES: Resource<KubeObject> = {
  groupVersion: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

/** The kinds that single plugins read, beside pods and nodes: watched only where such a plugin is enabled. */
export const SERVICES: Resource<Service> = {
  groupVersion: 'v1',
  plural: 'services',
  kind: 'Service',
  namespaced: true,
};

/** @see SERVICES */
export const REPLICATION_CONTROLLERS: Resource<ReplicationController> = {
  groupVersion: 'v1',
  plural: 'replicationcontrollers',
  kind: 'ReplicationController',
  namespaced: true,
};

/** @see SERVICES */
export const REPLICA_SETS: Resource<ReplicaOwner> = {
  groupVersion: 'apps/v1',
  plural: 'replicasets',
  kind: 'ReplicaSet',
  namespaced: true,
};

/** @see SERVICES */
export const STATEFUL_SETS: Resource<ReplicaOwner> = {
  groupVersion: 'apps/v1',
  plural: 'statefulsets',
  kind: 'StatefulSet',
  namespaced: true,
};

/** @see SERVICES */
export const POD_DISRUPTION_BUDGETS: Resource<PodDisruptionBudget> = {
  groupVersion: 'policy/v1',
  plural: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  namespaced: true,
};

/** Read to simulate pods that name one: the API server has given real pods their priority already. */
export const PRIORITY_CLASSES: Resource<PriorityClass> = {
  groupVersion: 'scheduling.k8s.io/v1',
  plural: 'priorityclasses',
  kind: 'PriorityClass',
  namespaced: false,
};

/** @see SERVICES */
export const PERSISTENT_VOLUME_CLAIMS: Resource<PersistentVolumeClaim> = {
  groupVersion: 'v1',
  plural: 'persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
  namespaced: true,
};

/** @see SERVICES */
export const PERSISTENT_VOLUMES: Resource<PersistentVolume> = {
  groupVersion: 'v1',
  plural: 'persistentvolumes',
  kind: 'PersistentVolume',
  namespaced: false,
};

/** @see SERVICES */
export const STORAGE_CLASSES: Resource<StorageClass> = {
  groupVersion: 'storage.k8s.io/v1',
  plural: 'storageclasses',
  kind: 'StorageClass',
  namespaced: false,
};

/** Who leads: a scheduler that runs in several copies renews one. */
export const LEASES: Resource<Lease> = {
  groupVersion: 'coordination.k8s.io/v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

/** The URL path of a collection: all namespaces when `namespace` is missing. */
export function collectionPath(resource: Resource<KubeObject>, namespace?: string): string {
  const root = resource.groupVersion === 'v1' ? '/api/v1' : `/apis/${resource.groupVersion}`;
  const scope = resource.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${resource.plural}`;
}

/** The URL path of one object, or of a subresource of it (`binding`, `status`). */
export function objectPath(
  resource: Resource<KubeObject>,
  ref: { readonly namespace?: string; readonly name: string },
  subresource?: string,
): string {
  const path = `${collectionPath(resource, ref.namespace)}/${encodeURIComponent(ref.name)}`;
  return subresource ? `${path}/${subresource}` : path;
}

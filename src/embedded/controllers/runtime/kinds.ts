import { resource, type ResourceInfo } from '../../api/resource-info.ts';
import type { StoredObject } from '../../api/stored-object.ts';
import type {
  ClusterRole,
  ConfigMap,
  ControllerRevision,
  DaemonSet,
  Deployment,
  EndpointSlice,
  Endpoints,
  Event,
  Job,
  Lease,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  ReplicationController,
  Secret,
  Service,
  ServiceAccount,
  StatefulSet,
  StorageClass,
} from '../../data/types.ts';

/** A kind that is served, with the type of its objects. */
export interface Kind<T extends StoredObject> {
  readonly info: ResourceInfo;
  /** Never present: carries `T` for the type checker. */
  readonly shape?: T;
}

export const CLUSTER_ROLES: Kind<ClusterRole> = kind('rbac.authorization.k8s.io/v1', 'clusterroles');
export const CONFIG_MAPS: Kind<ConfigMap> = kind('v1', 'configmaps');
export const CONTROLLER_REVISIONS: Kind<ControllerRevision> = kind('apps/v1', 'controllerrevisions');
export const DAEMON_SETS: Kind<DaemonSet> = kind('apps/v1', 'daemonsets');
export const DEPLOYMENTS: Kind<Deployment> = kind('apps/v1', 'deployments');
export const ENDPOINTS: Kind<Endpoints> = kind('v1', 'endpoints');
export const ENDPOINT_SLICES: Kind<EndpointSlice> = kind('discovery.k8s.io/v1', 'endpointslices');
export const EVENTS: Kind<Event> = kind('v1', 'events');
export const JOBS: Kind<Job> = kind('batch/v1', 'jobs');
export const LEASES: Kind<Lease> = kind('coordination.k8s.io/v1', 'leases');
export const NAMESPACES: Kind<Namespace> = kind('v1', 'namespaces');
export const NODES: Kind<Node> = kind('v1', 'nodes');
export const PERSISTENT_VOLUMES: Kind<PersistentVolume> = kind('v1', 'persistentvolumes');
export const PERSISTENT_VOLUME_CLAIMS: Kind<PersistentVolumeClaim> = kind('v1', 'persistentvolumeclaims');
export const PODS: Kind<Pod> = kind('v1', 'pods');
export const POD_DISRUPTION_BUDGETS: Kind<PodDisruptionBudget> = kind('policy/v1', 'poddisruptionbudgets');
export const REPLICA_SETS: Kind<ReplicaSet> = kind('apps/v1', 'replicasets');
export const REPLICATION_CONTROLLERS: Kind<ReplicationController> = kind('v1', 'replicationcontrollers');
export const SECRETS: Kind<Secret> = kind('v1', 'secrets');
export const SERVICES: Kind<Service> = kind('v1', 'services');
export const SERVICE_ACCOUNTS: Kind<ServiceAccount> = kind('v1', 'serviceaccounts');
export const STATEFUL_SETS: Kind<StatefulSet> = kind('apps/v1', 'statefulsets');
export const STORAGE_CLASSES: Kind<StorageClass> = kind('storage.k8s.io/v1', 'storageclasses');

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the kind
function kind<T extends StoredObject>(groupVersion: string, plural: string): Kind<T> {
  return { info: resource(groupVersion, plural) };
}

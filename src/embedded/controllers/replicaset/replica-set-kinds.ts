import type { StoredObject } from '../../api/stored-object.ts';
import type {
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
  ReplicaSetStatus,
  ReplicationController,
} from '../../data/types.ts';
import { REPLICA_SETS, REPLICATION_CONTROLLERS, type Kind } from '../runtime/kinds.ts';

/** What the engine needs to know of an owner of equal pods. */
export interface ReplicaSpec {
  readonly replicas: number;
  readonly minReadySeconds: number;
  readonly selector: LabelSelector | undefined;
  readonly template: PodTemplateSpec;
  readonly status: ReplicaSetStatus;
}

/** One of the two kinds that keep a number of equal pods. */
export interface ReplicaKind<T extends StoredObject> {
  readonly kind: Kind<T>;
  /** The service account in a real cluster, and what events name. */
  readonly controller: string;
  readonly component: string;
  /** Whether the status tells how many pods are going. */
  readonly countsTerminating: boolean;
  read(owner: T): ReplicaSpec;
  withStatus(owner: T, status: ReplicaSetStatus): T;
}

/** apps/v1 ReplicaSet. */
export const REPLICA_SET: ReplicaKind<ReplicaSet> = {
  kind: REPLICA_SETS,
  controller: 'replicaset-controller',
  component: 'replicaset-controller',
  countsTerminating: true,
  read: ({ spec, status }) => ({
    replicas: spec.replicas ?? 1,
    minReadySeconds: spec.minReadySeconds ?? 0,
    selector: spec.selector,
    template: spec.template ?? {},
    status: status ?? { replicas: 0 },
  }),
  withStatus: (owner, status) => ({ ...owner, status }),
};

/** v1 ReplicationController: the same with a plain map for a selector. */
export const REPLICATION_CONTROLLER: ReplicaKind<ReplicationController> = {
  kind: REPLICATION_CONTROLLERS,
  controller: 'replication-controller',
  component: 'replication-controller',
  countsTerminating: false,
  read: ({ spec, status }) => ({
    replicas: spec?.replicas ?? 1,
    minReadySeconds: spec?.minReadySeconds ?? 0,
    selector: spec?.selector && { matchLabels: spec.selector },
    template: spec?.template ?? {},
    status: status ?? { replicas: 0 },
  }),
  withStatus: (owner, { conditions = [], ...counts }) => ({
    ...owner,
    status: {
      ...counts,
      conditions: conditions.map(({ type = '', status = '', ...rest }) => ({ type, status, ...rest })),
    },
  }),
};

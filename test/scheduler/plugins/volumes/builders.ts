import {
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  STORAGE_CLASSES,
} from '../../../../src/api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../../src/api/volumes.ts';
import type { Node, Pod } from '../../../../src/api/types.ts';
import { Cache } from '../../../../src/scheduler/cache.ts';
import { objectsOf, stored } from '../../objects.ts';

type ClaimSpec = PersistentVolumeClaim['spec'];
type VolumeSpec = PersistentVolume['spec'];

/** A claim of 1Gi that nobody has bound, of class `local`. */
export function claim(
  name: string,
  spec: ClaimSpec = {},
  metadata: Partial<Pod['metadata']> = {},
): PersistentVolumeClaim {
  return {
    metadata: { name, namespace: 'default', uid: `uid-of-${name}`, ...metadata },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'local',
      volumeMode: 'Filesystem',
      resources: { requests: { storage: '1Gi' } },
      ...spec,
    },
    status: { phase: 'Pending' },
  };
}

/** A claim that is bound to this volume. */
export function boundClaim(name: string, volumeName: string, spec: ClaimSpec = {}): PersistentVolumeClaim {
  return {
    ...claim(name, { ...spec, volumeName }, { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } }),
    status: { phase: 'Bound' },
  };
}

/** A free volume of 1Gi, of class `local`. */
export function volume(
  name: string,
  spec: VolumeSpec = {},
  labels: Readonly<Record<string, string>> = {},
): PersistentVolume {
  const source = { hostPath: { path: '/data', type: '' }, persistentVolumeReclaimPolicy: 'Retain' };
  return {
    metadata: { name, uid: `uid-of-${name}`, resourceVersion: '1', labels },
    spec: {
      ...source,
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      storageClassName: 'local',
      volumeMode: 'Filesystem',
      ...spec,
    },
    status: { phase: 'Available' },
  };
}

/** For `spec.nodeAffinity`: the nodes with one of these values of the label. */
export function only(
  key: string,
  ...values: readonly string[]
): Pick<NonNullable<VolumeSpec>, 'nodeAffinity'> {
  return {
    nodeAffinity: {
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values }] }] },
    },
  };
}

/** A class whose claims wait for their first consumer, and whose volumes somebody makes by hand. */
export function waiting(name = 'local', change: Partial<StorageClass> = {}): StorageClass {
  return {
    metadata: { name },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
    ...change,
  };
}

/** What is in a cluster. */
export interface World {
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly claims?: readonly PersistentVolumeClaim[];
  readonly volumes?: readonly PersistentVolume[];
  readonly classes?: readonly StorageClass[];
}

/** A cache with all of it. */
export function worldOf({ nodes, pods = [], claims = [], volumes = [], classes = [] }: World): Cache {
  const cache = new Cache(
    objectsOf(
      stored(PERSISTENT_VOLUME_CLAIMS, ...claims),
      stored(PERSISTENT_VOLUMES, ...volumes),
      stored(STORAGE_CLASSES, ...classes),
    ),
  );
  for (const node of nodes) cache.setNode(node);
  for (const pod of pods) cache.setPod(pod);
  return cache;
}

import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { NODES, PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES } from '../runtime/kinds.ts';
import { nameOf, uidOf } from '../runtime/owners.ts';

/** Says of itself what it is: no byte is ever stored. */
const PROVISIONER = 'minisched.embedded/simulated-volume';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const HOSTNAME = 'kubernetes.io/hostname';

/** As a kind cluster has one: the default class, whose volumes are local to the node of their first pod. */
export const STANDARD: StorageClass = {
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: PROVISIONER,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
};

/**
 * Makes the volumes of claims whose class names this provisioner, and removes them with their claims, as kind's local-path-provisioner does
 * (sigs.k8s.io/sig-storage-lib-external-provisioner). A class that does not wait for a pod gets volumes that every node reaches.
 */
export function startProvisioner(parts: ControllerParts): Running {
  const context = new ControllerContext(parts, 'simulated-volume-provisioner', PROVISIONER);
  const { client } = context;
  const claims = context.queue((key) => {
    const claim = client.byKey(PERSISTENT_VOLUME_CLAIMS, key);
    const made = claim && volumeFor(context, claim);
    if (!claim || !made) return;
    if (client.byKey(PERSISTENT_VOLUMES, nameOf(made))) return;
    client.create(PERSISTENT_VOLUMES, made);
    const words = `Successfully provisioned volume ${nameOf(made)}`;
    context.event(PERSISTENT_VOLUME_CLAIMS, claim, 'Normal', 'ProvisioningSucceeded', words);
  });
  const volumes = context.queue((key) => {
    const volume = client.byKey(PERSISTENT_VOLUMES, key);
    if (volume && isDone(volume)) client.delete(PERSISTENT_VOLUMES, volume);
  });
  context.feed(PERSISTENT_VOLUME_CLAIMS, claims);
  context.feed(PERSISTENT_VOLUMES, volumes);
  return context;
}

/** Undefined for a claim of another class, one that has its volume, and one whose pod has no node yet. */
function volumeFor(
  { client }: ControllerContext,
  claim: PersistentVolumeClaim,
): PersistentVolume | undefined {
  const { metadata, spec = {} } = claim;
  if (metadata.deletionTimestamp || spec.volumeName) return undefined;
  const storageClass = spec.storageClassName
    ? client.byKey(STORAGE_CLASSES, spec.storageClassName)
    : undefined;
  if (storageClass?.provisioner !== PROVISIONER) return undefined;
  const node = metadata.annotations?.[SELECTED_NODE];
  if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && node === undefined) return undefined;
  return {
    metadata: { name: `pvc-${uidOf(claim)}`, annotations: { [PROVISIONED_BY]: PROVISIONER } },
    spec: {
      capacity: { storage: String(spec.resources?.requests?.['storage'] ?? '0') },
      accessModes: spec.accessModes ?? [],
      ...(spec.volumeMode && { volumeMode: spec.volumeMode }),
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: nameOf(storageClass),
      hostPath: { path: `/simulated/pvc-${uidOf(claim)}`, type: 'DirectoryOrCreate' },
      claimRef: {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        namespace: metadata.namespace ?? '',
        name: nameOf(claim),
        uid: uidOf(claim),
      },
      ...(node !== undefined && {
        nodeAffinity: { required: { nodeSelectorTerms: [onlyOn(client, node)] } },
      }),
    },
  };
}

function onlyOn(client: ControllerContext['client'], node: string) {
  const hostname = client.byKey(NODES, node)?.metadata.labels?.[HOSTNAME] ?? node;
  return { matchExpressions: [{ key: HOSTNAME, operator: 'In', values: [hostname] }] };
}

function isDone({ metadata, spec, status }: PersistentVolume): boolean {
  return (
    metadata.annotations?.[PROVISIONED_BY] === PROVISIONER &&
    spec?.persistentVolumeReclaimPolicy === 'Delete' &&
    status?.phase === 'Released' &&
    metadata.deletionTimestamp === undefined
  );
}

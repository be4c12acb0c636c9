import { canonicalQuantity } from '../../api/quantity.ts';
import type {
  CSIDriver,
  CSINode,
  ObjectMeta,
  PersistentVolume,
  PersistentVolumeClaim,
  Quantity,
  StorageClass,
  VolumeAttachment,
} from '../data/types.ts';
import { nameAndTime, printer, type Printers } from './cells.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const MODES = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const;

/** Volumes, claims, and where they come from. */
export const STORAGE: Printers = {
  persistentvolumes: printer<PersistentVolume>(({ metadata, spec = {}, status }, since) => [
    metadata.name ?? '',
    quantity(spec.capacity),
    modesText(spec.accessModes),
    spec.persistentVolumeReclaimPolicy ?? '',
    phaseOf(metadata, status),
    spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '',
    classOf(metadata, spec),
    spec.volumeAttributesClassName ?? '<unset>',
    status?.reason ?? '',
    since(metadata.creationTimestamp),
    spec.volumeMode ?? '<unset>',
  ]),
  persistentvolumeclaims: printer<PersistentVolumeClaim>(({ metadata, spec = {}, status }, since) => [
    metadata.name ?? '',
    phaseOf(metadata, status),
    spec.volumeName ?? '',
    spec.volumeName ? quantity(status?.capacity) : '',
    spec.volumeName ? modesText(status?.accessModes) : '',
    classOf(metadata, spec),
    spec.volumeAttributesClassName ?? '<unset>',
    since(metadata.creationTimestamp),
    spec.volumeMode ?? '<unset>',
  ]),
  'storageclasses.storage.k8s.io': printer<StorageClass>((storageClass, since) => [
    storageClass.metadata.name ?? '',
    storageClass.provisioner,
    storageClass.reclaimPolicy ?? 'Delete',
    storageClass.volumeBindingMode ?? 'Immediate',
    storageClass.allowVolumeExpansion ?? false,
    since(storageClass.metadata.creationTimestamp),
  ]),
  'csidrivers.storage.k8s.io': printer<CSIDriver>(({ metadata, spec }, since) => [
    metadata.name ?? '',
    spec.attachRequired ?? true,
    spec.podInfoOnMount ?? false,
    spec.storageCapacity ?? false,
    spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
    spec.requiresRepublish ?? false,
    spec.volumeLifecycleModes?.join(',') || '<none>',
    since(metadata.creationTimestamp),
  ]),
  'csinodes.storage.k8s.io': printer<CSINode>(({ metadata, spec }, since) => [
    metadata.name ?? '',
    spec.drivers?.length ?? 0,
    since(metadata.creationTimestamp),
  ]),
  'csistoragecapacities.storage.k8s.io': nameAndTime,
  'volumeattachments.storage.k8s.io': printer<VolumeAttachment>(({ metadata, spec, status }, since) => [
    metadata.name ?? '',
    spec.attacher,
    spec.source.persistentVolumeName ?? '',
    spec.nodeName,
    status?.attached ?? false,
    since(metadata.creationTimestamp),
  ]),
};

function quantity(amounts: Readonly<Record<string, Quantity>> = {}): string {
  const amount = String(amounts['storage'] ?? '0');
  return canonicalQuantity(amount) ?? amount;
}

function modesText(modes: readonly string[] = []): string {
  const short = MODES.filter(([mode]) => modes.includes(mode)).map(([, text]) => text);
  return short.join(',');
}

function phaseOf({ deletionTimestamp }: ObjectMeta, status: { phase?: string } = {}): string {
  return deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating';
}

function classOf({ annotations }: ObjectMeta, spec: { storageClassName?: string }): string {
  return annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

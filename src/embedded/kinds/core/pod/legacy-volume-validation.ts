import { invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import type {
  AzureDiskVolumeSource,
  FCVolumeSource,
  ISCSIVolumeSource,
  Volume,
} from '../../../data/types.ts';
import { dns1123LabelErrors } from '../../../../api/names.ts';
import { missingErrors, optionErrors, rangeErrors, when, wordErrors } from './checks.ts';
import { descendingPathErrors } from './file-paths.ts';

/** See `SourceRule` of volume-source-validation.ts. */
type Rule = (volume: Volume, path: string) => FieldError[];

/** Fields that must be there, in this order. */
function needs(source: keyof Volume, ...fields: readonly string[]): Rule {
  return (volume, path) => {
    const values = new Map<string, unknown>(Object.entries(volume[source] ?? {}));
    return fields.flatMap((field) => emptyErrors(values.get(field), `${path}.${source}.${field}`));
  };
}

function emptyErrors(value: unknown, path: string): FieldError[] {
  const isEmpty = (value ?? '') === '' || (Array.isArray(value) && value.length === 0);
  return when(isEmpty, required(path));
}

function needsSecretName(secret: { readonly name?: string } | undefined, path: string): FieldError[] {
  return secret ? missingErrors(secret.name, `${path}.secretRef.name`) : [];
}

/** Sources whose drivers have left Kubernetes, by field (pkg/apis/core/validation). */
export const LEGACY_SOURCES: Readonly<Record<string, Rule>> = {
  gitRepo: (volume, path) => [
    ...needs('gitRepo', 'repository')(volume, path),
    ...descendingPathErrors(volume.gitRepo?.directory ?? '', `${path}.gitRepo.directory`),
  ],
  // upstream names the field without the maker
  gcePersistentDisk: ({ gcePersistentDisk: disk }, path) => [
    ...missingErrors(disk?.pdName, `${path}.persistentDisk.pdName`),
    ...partitionErrors(disk?.partition, `${path}.persistentDisk.partition`),
  ],
  awsElasticBlockStore: (volume, path) => [
    ...needs('awsElasticBlockStore', 'volumeID')(volume, path),
    ...partitionErrors(volume.awsElasticBlockStore?.partition, `${path}.awsElasticBlockStore.partition`),
  ],
  iscsi: ({ iscsi }, path) => (iscsi ? iscsiErrors(iscsi, `${path}.iscsi`) : []),
  glusterfs: needs('glusterfs', 'endpoints', 'path'),
  flocker: ({ flocker: { datasetName = '', datasetUUID = '' } = {} }, path) => [
    ...when(
      !datasetName && !datasetUUID,
      required(`${path}.flocker`, 'one of datasetName and datasetUUID is required'),
    ),
    ...when(
      datasetName !== '' && datasetUUID !== '',
      invalid(
        `${path}.flocker`,
        'resource',
        'datasetName and datasetUUID can not be specified simultaneously',
      ),
    ),
    ...when(
      datasetName.includes('/'),
      invalid(`${path}.flocker.datasetName`, datasetName, "must not contain '/'"),
    ),
  ],
  rbd: needs('rbd', 'monitors', 'image'),
  cinder: (volume, path) => [
    ...needs('cinder', 'volumeID')(volume, path),
    ...needsSecretName(volume.cinder?.secretRef, `${path}.cinder`),
  ],
  cephfs: needs('cephfs', 'monitors'),
  quobyte: ({ quobyte }, path) => [
    ...quobyteErrors(quobyte?.registry ?? '', quobyte?.tenant ?? '', `${path}.quobyte`),
    ...missingErrors(quobyte?.volume, `${path}.quobyte.volume`),
  ],
  fc: ({ fc }, path) => (fc ? fibreErrors(fc, `${path}.fc`) : []),
  flexVolume: (volume, path) => [
    ...needs('flexVolume', 'driver')(volume, path),
    ...Object.keys(volume.flexVolume?.options ?? {})
      .filter((key) => /\.(?:kubernetes|k8s)\.io$/.test(`.${(key.split('/')[0] ?? '').toLowerCase()}`))
      .map((key) =>
        invalid(
          `${path}.flexVolume.options[${key}]`,
          key,
          'kubernetes.io and k8s.io namespaces are reserved',
        ),
      ),
  ],
  azureFile: needs('azureFile', 'secretName', 'shareName'),
  vsphereVolume: needs('vsphereVolume', 'volumePath'),
  photonPersistentDisk: needs('photonPersistentDisk', 'pdID'),
  portworxVolume: needs('portworxVolume', 'volumeID'),
  azureDisk: ({ azureDisk }, path) => (azureDisk ? azureErrors(azureDisk, `${path}.azureDisk`) : []),
  storageos: ({ storageos: { volumeName = '', volumeNamespace = '', secretRef } = {} }, path) => [
    ...(volumeName
      ? wordErrors(dns1123LabelErrors(volumeName), volumeName, `${path}.storageos.volumeName`)
      : missingErrors(volumeName, `${path}.storageos.volumeName`)),
    ...(volumeNamespace
      ? wordErrors(dns1123LabelErrors(volumeNamespace), volumeNamespace, `${path}.storageos.volumeNamespace`)
      : []),
    ...needsSecretName(secretRef, `${path}.storageos`),
  ],
  scaleIO: needs('scaleIO', 'gateway', 'system', 'volumeName'),
};

/** The sentence says 1, the rule allows 0: as upstream. */
function partitionErrors(partition: number | undefined, path: string): FieldError[] {
  const isFine = partition === undefined || (partition >= 0 && partition <= 255);
  return isFine ? [] : [invalid(path, partition, 'must be between 1 and 255, inclusive')];
}

const INITIATORS: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
};

function initiatorErrors(name: string, path: string): FieldError[] {
  const pattern = INITIATORS[name.slice(0, 3)];
  if (!pattern) return [invalid(path, name, 'must be valid format starting with iqn, eui, or naa')];
  return pattern.test(name) ? [] : [invalid(path, name, 'must be valid format')];
}

function iscsiErrors(iscsi: ISCSIVolumeSource, path: string): FieldError[] {
  const { iqn, initiatorName } = iscsi;
  const needsSecret = (iscsi.chapAuthDiscovery ?? false) || (iscsi.chapAuthSession ?? false);
  return [
    ...missingErrors(iscsi.targetPortal, `${path}.targetPortal`),
    ...(iqn ? initiatorErrors(iqn, `${path}.iqn`) : [required(`${path}.iqn`)]),
    ...rangeErrors(iscsi.lun, 0, 255, `${path}.lun`),
    ...when(needsSecret && !iscsi.secretRef, required(`${path}.secretRef`)),
    ...(initiatorName === undefined ? [] : initiatorErrors(initiatorName, `${path}.initiatorname`)),
  ];
}

function quobyteErrors(registry: string, tenant: string, path: string): FieldError[] {
  const words = 'must be a host:port pair or multiple pairs separated by commas';
  if (!registry) return [required(`${path}.registry`, words)];
  if (tenant.length >= 65) {
    return [required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters')];
  }
  return registry
    .split(',')
    .filter((pair) => !/^(?:[^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair))
    .map(() => invalid(`${path}.registry`, registry, words));
}

function fibreErrors({ targetWWNs = [], wwids = [], lun }: FCVolumeSource, path: string): FieldError[] {
  const at = `${path}.targetWWNs`;
  const [named, known] = [targetWWNs.length > 0, wwids.length > 0];
  return [
    ...when(!named && !known, required(at, 'must specify either targetWWNs or wwids, but not both')),
    ...when(
      named && known,
      invalid(at, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'),
    ),
    ...when(
      named && lun === undefined,
      required(`${path}.lun`, 'lun is required if targetWWNs is specified'),
    ),
    ...(named ? rangeErrors(lun, 0, 255, `${path}.lun`) : []),
  ];
}

const MANAGED_URI =
  '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

function azureErrors(
  { diskName, diskURI, cachingMode, kind }: AzureDiskVolumeSource,
  path: string,
): FieldError[] {
  const isManaged = kind === 'Managed';
  const isFine = diskURI.startsWith(isManaged ? '/subscriptions/' : 'https://');
  return [
    ...missingErrors(diskName, `${path}.diskName`),
    ...missingErrors(diskURI, `${path}.diskURI`),
    ...optionErrors(cachingMode, ['None', 'ReadOnly', 'ReadWrite'], `${path}.cachingMode`),
    ...optionErrors(kind, ['Dedicated', 'Managed', 'Shared'], `${path}.kind`),
    ...when(
      kind !== undefined && !isFine,
      notSupported(`${path}.diskURI`, diskURI, [isManaged ? MANAGED_URI : BLOB_URI]),
    ),
  ];
}

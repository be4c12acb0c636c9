import { posix } from 'node:path';

import { forbiddenField, invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../../data/types.ts';
import { asGiven } from '../../schema/given-empty.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';
import { notPositiveQuantityErrors } from '../common/resource-amounts.ts';
import { nodeSelectorErrors } from './pod/node-selector-validation.ts';
import { sourcesErrors } from './volume-sources.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const ALONE = 'ReadWriteOncePod';
const POLICIES = ['Delete', 'Recycle', 'Retain'];
const VOLUME_MODES = ['Block', 'Filesystem'];

/** `ValidatePersistentVolumeSpec` (pkg/apis/core/validation). */
export function volumeSpecErrors(spec: PersistentVolumeSpec): FieldError[] {
  const { persistentVolumeReclaimPolicy: policy, volumeMode } = spec;
  return [
    ...accessModesErrors(spec.accessModes ?? []),
    ...capacityErrors(spec),
    ...(policy && !POLICIES.includes(policy)
      ? [notSupported('spec.persistentVolumeReclaimPolicy', policy, POLICIES)]
      : []),
    ...affinityErrors(spec),
    ...sourcesErrors(spec),
    ...recycledRootErrors(spec),
    ...classErrors(spec.storageClassName, 'spec.storageClassName'),
    ...(volumeMode === undefined || VOLUME_MODES.includes(volumeMode)
      ? []
      : [notSupported('spec.volumeMode', volumeMode, VOLUME_MODES)]),
    ...attributesErrors(spec),
  ];
}

function accessModesErrors(modes: readonly string[]): FieldError[] {
  const path = 'spec.accessModes';
  const others = modes.some((mode) => mode !== ALONE && ACCESS_MODES.includes(mode));
  return [
    ...(modes.length === 0 ? [required(path)] : []),
    ...modes
      .filter((mode) => !ACCESS_MODES.includes(mode))
      .map((mode) => notSupported(path, mode, ACCESS_MODES)),
    ...(modes.includes(ALONE) && others
      ? [forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')]
      : []),
  ];
}

/** Storage, and nothing else. */
function capacityErrors(spec: PersistentVolumeSpec): FieldError[] {
  const { capacity } = spec;
  const path = 'spec.capacity';
  const names = Object.keys(capacity ?? {});
  return [
    ...(names.length === 0 ? [required(path)] : []),
    ...(names.length === 1 && names[0] === 'storage'
      ? []
      : [notSupported(path, asGiven(spec, 'capacity'), ['storage'])]),
    ...Object.entries(capacity ?? {}).flatMap(([name, amount]) =>
      notPositiveQuantityErrors(amount, `${path}[${name}]`),
    ),
  ];
}

function affinityErrors({ nodeAffinity }: PersistentVolumeSpec): FieldError[] {
  if (!nodeAffinity) return [];
  const path = 'spec.nodeAffinity.required';
  if (!nodeAffinity.required) return [required(path, 'must specify required node constraints')];
  return nodeSelectorErrors(nodeAffinity.required, path);
}

function recycledRootErrors({ hostPath, persistentVolumeReclaimPolicy }: PersistentVolumeSpec): FieldError[] {
  if (!hostPath || persistentVolumeReclaimPolicy !== 'Recycle' || posix.resolve('/', hostPath.path) !== '/') {
    return [];
  }
  const words = "may not be 'recycle' for a hostPath mount of '/'";
  return [forbiddenField('spec.persistentVolumeReclaimPolicy', words)];
}

function classErrors(name: string | undefined, path: string): FieldError[] {
  return name ? dns1123SubdomainErrors(name).map((words) => invalid(path, name, words)) : [];
}

function attributesErrors({ volumeAttributesClassName: name, csi }: PersistentVolumeSpec): FieldError[] {
  if (name === undefined) return [];
  const path = 'spec.volumeAttributesClassName';
  return [
    ...(name === '' ? [required(path, 'an empty string is disallowed')] : classErrors(name, path)),
    ...(csi ? [] : [required('spec.csi', 'has to be specified when using volumeAttributesClassName')]),
  ];
}

const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const WITH_MOUNT_OPTIONS = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
] as const;

/** `checkMountOption` (pkg/volume/validation): the annotation that is older than the field. */
export function mountOptionsErrors({ metadata, spec = {} }: PersistentVolume): FieldError[] {
  if (metadata.annotations?.[MOUNT_OPTIONS] === undefined) return [];
  if (WITH_MOUNT_OPTIONS.some((source) => spec[source])) return [];
  const words = 'may not specify mount options for this volume type';
  return [forbiddenField(`metadata.annotations.${MOUNT_OPTIONS}`, words)];
}

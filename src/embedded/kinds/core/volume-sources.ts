import { forbiddenField, invalid, required, tooLong, type FieldError } from '../../api/field-error.ts';
import type { CSIPersistentVolumeSource, PersistentVolumeSpec, SecretReference } from '../../data/types.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../api/names.ts';
import { backstepErrors } from './pod/file-paths.ts';
import { LEGACY_SOURCES } from './pod/legacy-volume-validation.ts';
import { SOURCES, type SourceRule } from './pod/volume-source-validation.ts';

/** In the order in which they are looked at; the first counts, the others are too many. */
const ORDER = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

const RULES: Readonly<Record<string, (spec: PersistentVolumeSpec) => FieldError[]>> = {
  local: ({ local, nodeAffinity }) => [
    ...(local?.path ? backstepErrors(local.path, 'spec.local.path') : [required('spec.local.path')]),
    ...(nodeAffinity ? [] : [required('spec.nodeAffinity', 'Local volume requires node affinity')]),
  ],
  csi: ({ csi }) => (csi ? csiErrors(csi) : []),
};

/** Where a persistent volume's data is: at one place (`ValidatePersistentVolumeSpec`, pkg/apis/core/validation). */
export function sourcesErrors(spec: PersistentVolumeSpec): FieldError[] {
  const [first, ...others] = ORDER.filter((source) => spec[source]);
  if (first === undefined) return [required('spec', 'must specify a volume type')];
  return [
    ...sourceErrors(spec, first),
    // upstream does not count here
    ...others.flatMap((source) =>
      source === 'flexVolume' ? sourceErrors(spec, source) : [secondErrors(source)],
    ),
  ];
}

function secondErrors(source: string): FieldError {
  const field = `spec.${source === 'cephfs' ? 'cephFS' : source}`;
  return forbiddenField(field, 'may not specify more than 1 volume type');
}

/** The rules of most sources are those of a pod's volumes. */
function sourceErrors(spec: PersistentVolumeSpec, source: string): FieldError[] {
  const own = RULES[source];
  if (own) return own(spec);
  const shared: SourceRule | undefined = SOURCES[source] ?? LEGACY_SOURCES[source];
  return shared?.({ name: '', ...spec }, 'spec') ?? [];
}

const SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const;

/** `validateCSIPersistentVolumeSource`. */
function csiErrors(csi: CSIPersistentVolumeSource): FieldError[] {
  const path = 'spec.csi';
  return [
    ...driverErrors(csi.driver, `${path}.driver`),
    ...(csi.volumeHandle ? [] : [required(`${path}.volumeHandle`)]),
    ...SECRETS.flatMap((field) => {
      const secret = csi[field];
      return secret ? secretErrors(secret, `${path}.${field}`) : [];
    }),
  ];
}

/** `ValidateCSIDriverName`. */
function driverErrors(driver: string, path: string): FieldError[] {
  if (!driver) return [required(path)];
  return [
    ...(Buffer.byteLength(driver) > 63 ? [tooLong(path, 63)] : []),
    ...dns1123SubdomainErrors(driver.toLowerCase()).map((words) => invalid(path, driver, words)),
  ];
}

/** `validatePVSecretReference`. */
function secretErrors({ name = '', namespace = '' }: SecretReference, path: string): FieldError[] {
  const named = (value: string, field: string, rule: (value: string) => string[]): FieldError[] =>
    value === ''
      ? [required(`${path}.${field}`)]
      : rule(value).map((words) => invalid(`${path}.${field}`, value, words));
  return [
    ...named(name, 'name', dns1123SubdomainErrors),
    ...named(namespace, 'namespace', dns1123LabelErrors),
  ];
}

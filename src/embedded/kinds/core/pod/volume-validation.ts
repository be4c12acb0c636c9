import { duplicate, forbiddenField, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { Volume } from '../../../data/types.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../../api/names.ts';
import { missingErrors, when, wordErrors } from './checks.ts';
import { LEGACY_SOURCES } from './legacy-volume-validation.ts';
import { SOURCES, type SourceRule } from './volume-source-validation.ts';

/** The volumes of a pod that containers may mount: those without errors, by name. */
export type Volumes = ReadonlyMap<string, Volume>;

const MORE_THAN_ONE = 'may not specify more than 1 volume type';

/** In the order of `validateVolumeSource`: it is the first that is looked at, all others are too many. */
const ORDER: readonly (keyof Volume)[] = [
  ...([
    'emptyDir',
    'hostPath',
    'gitRepo',
    'gcePersistentDisk',
    'awsElasticBlockStore',
    'secret',
    'nfs',
  ] as const),
  ...(['iscsi', 'glusterfs', 'flocker', 'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs'] as const),
  ...(['quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap', 'azureFile', 'vsphereVolume'] as const),
  ...(['photonPersistentDisk', 'portworxVolume', 'azureDisk', 'storageos', 'projected', 'scaleIO'] as const),
  ...(['csi', 'ephemeral', 'image'] as const),
];
const RULES: Readonly<Record<string, SourceRule>> = { ...SOURCES, ...LEGACY_SOURCES };
/** Where upstream's path is not the field's. */
const TOLD_AS: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

/** `ValidateVolumes` (pkg/apis/core/validation); `podName` is missing for templates. */
export function volumesErrors(
  volumes: readonly Volume[] | undefined,
  podName: string | undefined,
  path: string,
): { readonly errors: FieldError[]; readonly usable: Volumes } {
  const usable = new Map<string, Volume>();
  const claims = claimsOf(volumes ?? [], podName);
  const errors = (volumes ?? []).flatMap((volume, index) => {
    const at = `${path}[${String(index)}]`;
    const found = [
      ...sourceErrors(volume, podName, at),
      ...nameErrors(volume.name, `${at}.name`),
      ...when(usable.has(volume.name), duplicate(`${at}.name`, volume.name)),
    ];
    if (found.length === 0) usable.set(volume.name, volume);
    return [...found, ...claimedErrors(volume, claims, at)];
  });
  return { errors, usable };
}

function claimsOf(volumes: readonly Volume[], podName: string | undefined): ReadonlySet<string> {
  if (!podName) return new Set();
  return new Set(volumes.filter(({ ephemeral }) => ephemeral).map(({ name }) => `${podName}-${name}`));
}

function claimedErrors(
  { persistentVolumeClaim }: Volume,
  claims: ReadonlySet<string>,
  path: string,
): FieldError[] {
  const name = persistentVolumeClaim?.claimName;
  if (name === undefined || !claims.has(name)) return [];
  const words = 'must not reference a PVC that gets created for an ephemeral volume';
  return [invalid(`${path}.persistentVolumeClaim.claimName`, name, words)];
}

function nameErrors(name: string | undefined, path: string): FieldError[] {
  return name ? wordErrors(dns1123LabelErrors(name), name, path) : missingErrors(name, path);
}

/** `validateVolumeSource`. */
function sourceErrors(volume: Volume, podName: string | undefined, path: string): FieldError[] {
  const [first, ...others] = ORDER.filter((source) => volume[source] !== undefined);
  if (!first) return [required(path, 'must specify a volume type')];
  return [
    ...(RULES[first]?.(volume, path) ?? []),
    ...(first === 'ephemeral' && podName ? claimNameErrors(volume.name, podName, path) : []),
    ...others.map((source) => forbiddenField(`${path}.${TOLD_AS[source] ?? source}`, MORE_THAN_ONE)),
    ...iscsiNameErrors(volume, path),
  ];
}

function claimNameErrors(name: string, podName: string, path: string): FieldError[] {
  const claim = `${podName}-${name}`;
  if (!name) return [];
  return dns1123SubdomainErrors(claim).map((words) =>
    invalid(`${path}.name`, name, `PVC name ${JSON.stringify(claim)}: ${words}`),
  );
}

function iscsiNameErrors({ name, iscsi }: Volume, path: string): FieldError[] {
  if (!iscsi || iscsi.initiatorName === undefined) return [];
  if (`${name}:${iscsi.targetPortal}`.length <= 64) return [];
  const words =
    'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  return [invalid(`${path}.name`, name, words)];
}

import type { PersistentVolumeClaimSpec, Volume, VolumeProjection } from '../../../data/types.ts';
import { defaultFieldRef, pullPolicyOf } from './container-defaults.ts';
import { roundResources } from './resource-rounding.ts';

/** What files get when nobody says otherwise: rw-r--r--. */
const DEFAULT_MODE = 0o644;

/** `SetDefaults_Volume` and all below it (pkg/apis/core/v1/defaults.go, zz_generated.defaults.go). */
export function defaultVolume(volume: Volume): void {
  const sources = Object.entries(volume).filter(([name, source]) => name !== 'name' && source !== undefined);
  if (sources.length === 0) volume.emptyDir = {};
  defaultLegacyVolume(volume);
  if (volume.image) volume.image.pullPolicy ||= pullPolicyOf(volume.image.reference ?? '');
  if (volume.hostPath) volume.hostPath.type ??= '';
  if (volume.secret) volume.secret.defaultMode ??= DEFAULT_MODE;
  if (volume.configMap) volume.configMap.defaultMode ??= DEFAULT_MODE;
  if (volume.downwardAPI) {
    volume.downwardAPI.defaultMode ??= DEFAULT_MODE;
    for (const { fieldRef } of volume.downwardAPI.items ?? []) defaultFieldRef(fieldRef);
  }
  if (volume.projected) {
    volume.projected.defaultMode ??= DEFAULT_MODE;
    for (const source of volume.projected.sources ?? []) defaultProjection(source);
  }
  if (volume.ephemeral?.volumeClaimTemplate) defaultClaimSpec(volume.ephemeral.volumeClaimTemplate.spec);
}

/** `SetDefaults_PersistentVolumeClaimSpec`. */
export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): void {
  spec.volumeMode ??= 'Filesystem';
  roundResources(spec.resources);
}

function defaultProjection({ downwardAPI, serviceAccountToken }: VolumeProjection): void {
  for (const { fieldRef } of downwardAPI?.items ?? []) defaultFieldRef(fieldRef);
  if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= 3600;
}

/** Sources whose drivers have left Kubernetes: still defaulted. Persistent volumes share these. */
export function defaultLegacyVolume(volume: Pick<Volume, 'iscsi' | 'rbd' | 'azureDisk' | 'scaleIO'>): void {
  if (volume.iscsi) volume.iscsi.iscsiInterface ||= 'default';
  if (volume.rbd) {
    volume.rbd.pool ||= 'rbd';
    volume.rbd.user ||= 'admin';
    volume.rbd.keyring ||= '/etc/ceph/keyring';
  }
  if (volume.azureDisk) {
    volume.azureDisk.cachingMode ??= 'ReadWrite';
    volume.azureDisk.fsType ??= 'ext4';
    volume.azureDisk.readOnly ??= false;
    volume.azureDisk.kind ??= 'Shared';
  }
  if (volume.scaleIO) {
    volume.scaleIO.storageMode ||= 'ThinProvisioned';
    volume.scaleIO.fsType ||= 'xfs';
  }
}

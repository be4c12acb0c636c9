import { compareQuantities } from '../../../api/quantity.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../data/types.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import { nameOf, uidOf } from '../runtime/owners.ts';

/** The volume that a claim gets: the one that was made for it, or the smallest that will do (`FindMatchingVolume`). */
export function matchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
): PersistentVolume | undefined {
  const wanted = claim.spec?.volumeName;
  const fitting = volumes.filter((volume) => {
    if (volume.metadata.deletionTimestamp) return false;
    if (wanted) return nameOf(volume) === wanted && isFreeFor(volume, claim);
    return isFreeFor(volume, claim) && fits(volume, claim);
  });
  const reserved = fitting.find(({ spec }) => spec?.claimRef !== undefined);
  return reserved ?? fitting.toSorted((a, b) => compareQuantities(sizeOf(a), sizeOf(b)))[0];
}

/** Whether the volume's `claimRef` names this claim, the very one when it has a uid. */
export function isBoundTo({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = spec?.claimRef;
  if (reference?.name !== claim.metadata.name || reference?.namespace !== claim.metadata.namespace)
    return false;
  return !reference?.uid || reference.uid === uidOf(claim);
}

function isFreeFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return volume.spec?.claimRef === undefined || isBoundTo(volume, claim);
}

function fits(volume: PersistentVolume, { spec }: PersistentVolumeClaim): boolean {
  const { accessModes = [], storageClassName = '', volumeMode = 'Filesystem' } = volume.spec ?? {};
  const asked = spec?.resources?.requests?.['storage'] ?? '0';
  return (
    (spec?.accessModes ?? []).every((mode) => accessModes.includes(mode)) &&
    storageClassName === (spec?.storageClassName ?? '') &&
    volumeMode === (spec?.volumeMode ?? 'Filesystem') &&
    compareQuantities(sizeOf(volume), String(asked)) >= 0 &&
    (spec?.selector === undefined || selectorMatches(spec.selector, volume.metadata.labels))
  );
}

function sizeOf({ spec }: PersistentVolume): string {
  return String(spec?.capacity?.['storage'] ?? '0');
}

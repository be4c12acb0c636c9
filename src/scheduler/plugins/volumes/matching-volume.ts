import { labelMatcher } from '../../../api/label-selector.ts';
import { allowsNode } from '../../../api/node-affinity.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import type { Node } from '../../../api/types.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/volumes.ts';
import type { AssumedVolumes } from './assumed-volumes.ts';
import { classOf } from './claims.ts';
import { volumeAffinity } from './volume-affinity.ts';

/**
 * The volume that the claim gets on the node: the one that was made for it, or the smallest that will do (upstream:
 * component-helpers/storage/volume, `FindMatchingVolume` as the scheduler calls it). Undefined when there is none, or the one that is
 * for this claim is not for this node.
 */
export function matchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  node: Node,
  taken: ReadonlySet<PersistentVolume>,
  assumed: AssumedVolumes,
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    const isItsOwn = isFor(volume, claim, assumed);
    if (taken.has(volume) || isItsOwn === false || !suits(volume, claim)) continue;
    const reaches = allowsNode(volumeAffinity(volume), node);
    if (isItsOwn) return reaches ? volume : undefined;
    if (!reaches || !isFree(volume, claim)) continue;
    if (!smallest || compareQuantities(sizeOf(smallest), sizeOf(volume)) > 0) smallest = volume;
  }
  return smallest;
}

/** Whether the volume is for this claim or another; undefined while it is for anybody. */
function isFor(
  volume: PersistentVolume,
  { metadata }: PersistentVolumeClaim,
  assumed: AssumedVolumes,
): boolean | undefined {
  const reference = assumed.claimOf(volume);
  if (!reference) return undefined;
  if (reference.name !== metadata.name || reference.namespace !== metadata.namespace) return false;
  return !reference.uid || reference.uid === metadata.uid;
}

/** What also a volume that was made for the claim must have. */
function suits({ metadata, spec }: PersistentVolume, { spec: asked }: PersistentVolumeClaim): boolean {
  return (
    metadata.deletionTimestamp === undefined &&
    compareQuantities(spec?.capacity?.['storage'] ?? '0', asked?.resources?.requests?.['storage'] ?? '0') >=
      0 &&
    (spec?.volumeMode ?? 'Filesystem') === (asked?.volumeMode ?? 'Filesystem') &&
    (spec?.volumeAttributesClassName ?? '') === (asked?.volumeAttributesClassName ?? '')
  );
}

/** What a volume must have that may be for anybody. */
function isFree(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { selector, accessModes = [] } = claim.spec ?? {};
  return (
    volume.status?.phase === 'Available' &&
    (!selector || labelMatcher(selector).matches(volume.metadata.labels)) &&
    classOf(volume) === classOf(claim) &&
    accessModes.every((mode) => volume.spec?.accessModes?.includes(mode))
  );
}

function sizeOf({ spec }: PersistentVolume): string {
  return spec?.capacity?.['storage'] ?? '0';
}

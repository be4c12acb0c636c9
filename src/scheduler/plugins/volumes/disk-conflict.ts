import type { Volume } from '../../../api/pod-spec.ts';
import type { Pod } from '../../../api/types.ts';

/** Whether a volume is of a kind that two pods of a node cannot always share (upstream: plugins/volumerestrictions, `needsRestrictionsCheck`). */
export function isDisk({ gcePersistentDisk, awsElasticBlockStore, iscsi, rbd }: Volume): boolean {
  return Boolean(gcePersistentDisk ?? awsElasticBlockStore ?? iscsi ?? rbd);
}

/** Whether both pods have the same disk, and not both read-only (upstream: plugins/volumerestrictions, `isVolumeConflict`). */
export function haveDiskConflict(pod: Pod, other: Pod): boolean {
  return (pod.spec.volumes ?? []).some(
    (volume) => isDisk(volume) && other.spec.volumes?.some((existing) => areInConflict(volume, existing)),
  );
}

function areInConflict(a: Volume, b: Volume): boolean {
  return (
    (a.gcePersistentDisk?.pdName === b.gcePersistentDisk?.pdName &&
      areWritten(a.gcePersistentDisk, b.gcePersistentDisk)) ||
    // never shared, not even read-only
    (a.awsElasticBlockStore !== undefined &&
      a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore?.volumeID) ||
    (a.iscsi?.iqn === b.iscsi?.iqn && areWritten(a.iscsi, b.iscsi)) ||
    (isSameImage(a.rbd, b.rbd) && areWritten(a.rbd, b.rbd))
  );
}

/** One of the two writes; false when one of them is no disk of the kind. */
function areWritten(a: { readonly readOnly?: boolean } | undefined, b: typeof a): boolean {
  return a !== undefined && b !== undefined && !(a.readOnly && b.readOnly);
}

function isSameImage(a: Volume['rbd'], b: Volume['rbd']): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.monitors.some((monitor) => b.monitors.includes(monitor)) &&
    (a.pool ?? 'rbd') === (b.pool ?? 'rbd') &&
    a.image === b.image
  );
}

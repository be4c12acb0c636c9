import type { PersistentVolumeClaimSpec } from '../../data/types.ts';

/**
 * What a claim may not be filled from is dropped without a word, as ever (`EnforceDataSourceBackwardsCompatibility`,
 * pkg/api/persistentvolumeclaim/util.go); so is a reference to another namespace, whose feature is off.
 */
export function dropUnknownSource(
  spec: PersistentVolumeClaimSpec,
  old: PersistentVolumeClaimSpec | undefined,
): void {
  if (spec.dataSourceRef?.namespace && !old?.dataSourceRef) delete spec.dataSourceRef;
  if (old?.dataSource || old?.dataSourceRef || spec.dataSourceRef) return;
  const { kind = '', apiGroup = '' } = spec.dataSource ?? {};
  const isClaim = kind === 'PersistentVolumeClaim' && apiGroup === '';
  const isSnapshot = kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io';
  if (!isClaim && !isSnapshot) delete spec.dataSource;
}

/** The old field and the new one tell the same (`NormalizeDataSources`). */
export function agreeOnSources(spec: PersistentVolumeClaimSpec): void {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource && !dataSourceRef) spec.dataSourceRef = { ...dataSource };
  if (!dataSourceRef || dataSource || dataSourceRef.namespace) return;
  const { namespace: _, ...source } = dataSourceRef;
  spec.dataSource = source;
}

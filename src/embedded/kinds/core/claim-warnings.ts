import type { PersistentVolumeClaimSpec } from '../../data/types.ts';
import { amountWarnings } from './pod/warnings/container-warnings.ts';

/** `GetWarningsForPersistentVolumeClaimSpec` (pkg/api/persistentvolumeclaim/util.go). */
export function claimSpecWarnings({ resources = {} }: PersistentVolumeClaimSpec, path: string): string[] {
  return (['requests', 'limits'] as const).flatMap((kind) =>
    amountWarnings(resources[kind], 'storage', `${path}.resources.${kind}`),
  );
}

import { quantityValue } from '../../../api/quantity.ts';
import type { UtilizationShapePoint } from '../node-resources/args.ts';
import { alongShape } from '../shape.ts';
import type { LateVolumes } from './find-volumes.ts';

/** The more of a volume the claims leave free the better (upstream: `SetDefaults_VolumeBindingArgs`). */
export const DEFAULT_SHAPE: readonly UtilizationShapePoint[] = [
  { utilization: 0, score: 10 },
  { utilization: 100, score: 0 },
];

/**
 * How good the volumes that are there fit the claims, 0–100: the mean over the storage classes of what the shape says (upstream:
 * plugins/volumebinding/scorer.go). 0 where all are bound or made anew.
 */
export function volumeScorer(
  shape: readonly UtilizationShapePoint[],
): (bindings: LateVolumes['bindings']) => number {
  const points = alongShape(shape);
  return (bindings) => {
    const classes = new Map<string, { requested: number; capacity: number }>();
    for (const { claim, volume } of bindings) {
      const name = volume.spec?.storageClassName ?? '';
      const sums = classes.get(name) ?? { requested: 0, capacity: 0 };
      sums.requested += quantityValue(claim.spec?.resources?.requests?.['storage'] ?? '0');
      sums.capacity += quantityValue(volume.spec?.capacity?.['storage'] ?? '0');
      classes.set(name, sums);
    }
    if (classes.size === 0) return 0;
    let sum = 0;
    for (const { requested, capacity } of classes.values())
      sum += requested > capacity || capacity === 0 ? points(1, 1) : points(requested, capacity);
    return Math.round(sum / classes.size);
  };
}

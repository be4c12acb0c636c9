import type { EphemeralContainer, PodSpec } from '../../../data/types.ts';
import { internalForm } from '../../common/internal-form.ts';
import { diffText } from '../../common/unified-diff.ts';

/** How two specs of pods differ, for the server's sentence about it. */
export function specDiff(before: PodSpec, after: PodSpec): string {
  return diffOf(before, after, 'core/v1.PodSpec');
}

/** The same of two containers for debugging. */
export function ephemeralContainerDiff(before: EphemeralContainer, after: EphemeralContainer): string {
  return diffOf(before, after, 'core/v1.EphemeralContainer');
}

function diffOf(before: object, after: object, shape: string): string {
  return diffText(internalForm(before, shape), internalForm(after, shape));
}

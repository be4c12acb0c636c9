import type { FieldError } from '../../api/field-error.ts';
import type { LabelSelector } from '../../data/types.ts';

/** `ValidateLabelSelector` (apimachinery/pkg/apis/meta/v1/validation). */
export function labelSelectorErrors(_selector: LabelSelector | undefined, _path: string): FieldError[] {
  throw new Error('not written yet');
}

/** `LabelSelectorAsSelector(...).Matches`: a missing selector matches nothing, an empty one everything. */
export function selectorMatches(
  _selector: LabelSelector | undefined,
  _labels: Readonly<Record<string, string>> | undefined,
): boolean {
  throw new Error('not written yet');
}

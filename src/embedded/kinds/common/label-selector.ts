import { forbiddenField, invalid, required, type FieldError } from '../../api/field-error.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../../data/types.ts';
import { labelNameErrors, labelsErrors } from './metadata.ts';
import { labelValueErrors } from '../../../api/names.ts';

/** The operators, and whether they look at values. */
const WITH_VALUES: ReadonlyMap<string, boolean> = new Map([
  ['In', true],
  ['NotIn', true],
  ['Exists', false],
  ['DoesNotExist', false],
]);

/** `ValidateLabelSelector` (apimachinery/pkg/apis/meta/v1/validation). */
export function labelSelectorErrors(selector: LabelSelector | undefined, path: string): FieldError[] {
  const { matchLabels, matchExpressions = [] } = selector ?? {};
  return [
    ...labelsErrors(matchLabels, `${path}.matchLabels`),
    ...matchExpressions.flatMap((expression, index) =>
      requirementErrors(expression, `${path}.matchExpressions[${String(index)}]`),
    ),
  ];
}

function requirementErrors(
  { key, operator, values = [] }: LabelSelectorRequirement,
  path: string,
): FieldError[] {
  return [
    ...operatorErrors(operator, values, path),
    ...labelNameErrors(key, `${path}.key`),
    ...values.flatMap((value, index) =>
      labelValueErrors(value).map((words) => invalid(`${path}.values[${String(index)}]`, value, words)),
    ),
  ];
}

function operatorErrors(operator: string, values: readonly string[], path: string): FieldError[] {
  const withValues = WITH_VALUES.get(operator);
  if (withValues === undefined)
    return [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  if (withValues && values.length === 0) {
    return [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if (!withValues && values.length > 0) {
    const words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    return [forbiddenField(`${path}.values`, words)];
  }
  return [];
}

import { forbiddenField, invalid, required, type FieldError } from '../../api/field-error.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../../data/types.ts';
import { labelNameErrors, labelsErrors } from './metadata.ts';
import { labelValueErrors } from './names.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Whether an operator looks at values, and what it asks of the label, which may be missing. */
interface Operator {
  readonly withValues: boolean;
  holds(value: string | undefined, values: readonly string[]): boolean;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['In', { withValues: true, holds: (value, values) => value !== undefined && values.includes(value) }],
  ['NotIn', { withValues: true, holds: (value, values) => value === undefined || !values.includes(value) }],
  ['Exists', { withValues: false, holds: (value) => value !== undefined }],
  ['DoesNotExist', { withValues: false, holds: (value) => value === undefined }],
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

/**
 * `LabelSelectorAsSelector(...).Matches`: a missing selector matches nothing, an empty one everything, one with an operator that is none
 * nothing.
 */
export function selectorMatches(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labelOf(labels, key) !== value) return false;
  }
  return (selector.matchExpressions ?? []).every(
    ({ key, operator, values }) =>
      OPERATORS.get(operator)?.holds(labelOf(labels, key), values ?? []) ?? false,
  );
}

function labelOf(labels: Labels, key: string): string | undefined {
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
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
  const known = OPERATORS.get(operator);
  if (!known) return [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  if (known.withValues && values.length === 0) {
    return [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if (!known.withValues && values.length > 0) {
    const words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    return [forbiddenField(`${path}.values`, words)];
  }
  return [];
}

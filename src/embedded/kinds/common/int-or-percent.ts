import { invalid, type FieldError } from '../../api/field-error.ts';
import type { IntOrString } from '../../data/types.ts';
import { negativeErrors } from './numbers.ts';

const PERCENT = /^[0-9]+%$/;
const PERCENT_WORDS =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** `ValidatePositiveIntOrPercent` (pkg/apis/apps/validation). */
export function intOrPercentErrors(value: IntOrString, path: string): FieldError[] {
  if (typeof value === 'number') return negativeErrors(value, path);
  return PERCENT.test(value) ? [] : [invalid(path, value, PERCENT_WORDS)];
}

/** `IsNotMoreThan100Percent`. */
export function over100PercentErrors(value: IntOrString, path: string): FieldError[] {
  const isOver = typeof value === 'string' && PERCENT.test(value) && numberOf(value) > 100;
  return isOver ? [invalid(path, value, 'must not be greater than 100%')] : [];
}

/** `getIntOrPercentValue`: the number, or that of the percent; what is neither counts as 0. */
export function numberOf(value: IntOrString): number {
  if (typeof value === 'number') return value;
  return /^[+-]?[0-9]+%?$/.test(value) ? Number.parseInt(value, 10) : 0;
}

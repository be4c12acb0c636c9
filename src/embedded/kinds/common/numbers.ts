import { invalid, type FieldError } from '../../api/field-error.ts';

/** `ValidateNonnegativeField` (apimachinery/pkg/api/validation/generic.go); a number that is missing is fine. */
export function negativeErrors(value: number | undefined, path: string): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
}

/** The same for several fields of an object, in the order in which they are named. */
export function negativeFieldsErrors<K extends string>(
  object: { readonly [field in K]?: number },
  fields: readonly K[],
  path: string,
): FieldError[] {
  return fields.flatMap((field) => negativeErrors(object[field], `${path}.${field}`));
}

import type { FieldError } from '../../api/field-error.ts';

/** Something is invalid that is too long to show (`field.OmitValueType`). */
export function withoutValue(field: string, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, message: `Invalid value: ${detail}` };
}

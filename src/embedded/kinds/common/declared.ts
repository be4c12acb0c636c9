import { invalid, type FieldError } from '../../api/field-error.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';

/** `validate.Immutable` (apimachinery/pkg/api/validate): rules that are declared, not written, do not show the value. */
export function declaredImmutableErrors(value: unknown, old: unknown, path: string): FieldError[] {
  return isEqualInMeaning(value, old) ? [] : [invalid(path, null, 'field is immutable')];
}

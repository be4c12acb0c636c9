import { invalid, type FieldError } from '../../api/field-error.ts';
import type { ObjectMeta } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';

/** `validate.Immutable` (apimachinery/pkg/api/validate): rules that are declared, not written, do not show the value. */
export function declaredImmutableErrors(value: unknown, old: unknown, path: string): FieldError[] {
  return isEqualInMeaning(value, old) ? [] : [invalid(path, null, 'field is immutable')];
}

/** `LongName` on `metadata.name`: a kind that declares it has no other rule of its names. */
export function declaredNameErrors({ name = '' }: ObjectMeta): FieldError[] {
  if (name === '') return [];
  return dns1123SubdomainErrors(name).map((words) => invalid('metadata.name', name, words));
}

import { invalid, required, tooLong, type FieldError } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';

const MAX_LENGTH = 63;

/** `ValidateCSIDriverName` (pkg/apis/core/validation): a DNS subdomain in any case. */
export function driverNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  return [
    ...(Buffer.byteLength(name) > MAX_LENGTH ? [tooLong(path, MAX_LENGTH)] : []),
    ...dns1123SubdomainErrors(name.toLowerCase()).map((words) => invalid(path, name, words)),
  ];
}

/** The same rule where it is declared, with words of its own (`LongNameCaseless`, `MaxLength`, apimachinery/pkg/api/validate). */
export function declaredDriverNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  const message = `Too long: may not be more than ${String(MAX_LENGTH)} characters`;
  return [
    ...dns1123SubdomainErrors(name.toLowerCase()).map((words) => invalid(path, name, inAnyCase(words))),
    ...(name.length > MAX_LENGTH ? [{ type: 'FieldValueTooLong', field: path, message } as const] : []),
  ];
}

function inAnyCase(words: string): string {
  return words
    .replace('a lowercase RFC', 'an RFC')
    .replace('lower case alphanumeric', 'alphanumeric')
    .replace("'example.com'", "'Example.com'");
}

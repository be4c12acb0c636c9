import { invalid, required, tooLong, type FieldError } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../common/names.ts';

const MAX_LENGTH = 63;

/** `ValidateCSIDriverName` (pkg/apis/core/validation): a DNS subdomain in any case. */
export function driverNameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  return [
    ...(Buffer.byteLength(name) > MAX_LENGTH ? [tooLong(path, MAX_LENGTH)] : []),
    ...dns1123SubdomainErrors(name.toLowerCase()).map((words) => invalid(path, name, words)),
  ];
}

import { invalid, required, type FieldError } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';

const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const PATH_PATTERN = new RegExp(`^${PATH}$`);

/** `IsDomainPrefixedPath` (apimachinery/pkg/util/validation): `acme.io/foo`. */
export function domainPrefixedPathErrors(value: string, path: string): FieldError[] {
  if (value === '') return [required(path)];
  const slash = value.indexOf('/');
  const [host, rest] = [value.slice(0, Math.max(slash, 0)), value.slice(slash + 1)];
  if (host === '' || rest === '') {
    return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  return [
    ...dns1123SubdomainErrors(host).map((words) => invalid(path, host, words)),
    ...(PATH_PATTERN.test(rest)
      ? []
      : [invalid(path, rest, `Invalid path (regex used for validation is '${PATH}')`)]),
  ];
}

import { invalid, type FieldError } from '../../../api/field-error.ts';
import { idErrors, when } from './checks.ts';

const MODE_WORDS = 'must be a number between 0 and 0777 (octal), both inclusive';

/** `validatePathNoBacksteps` (pkg/apis/core/validation). */
export function backstepErrors(target: string, path: string): FieldError[] {
  return when(target.split('/').includes('..'), invalid(path, target, "must not contain '..'"));
}

/** `validateLocalDescendingPath`: relative, and never upwards. */
export function descendingPathErrors(target: string, path: string): FieldError[] {
  return [
    ...when(target.startsWith('/'), invalid(path, target, 'must be a relative path')),
    ...backstepErrors(target, path),
  ];
}

/** `ValidateLocalNonReservedPath`: names that begin with two dots are the kubelet's. */
export function localPathErrors(target: string, path: string): FieldError[] {
  const isReserved = target.startsWith('..') && !target.startsWith('../');
  return [
    ...descendingPathErrors(target, path),
    ...when(isReserved, invalid(path, target, "must not start with '..'")),
  ];
}

/** The permissions of files. */
export function modeErrors(mode: number | undefined, path: string): FieldError[] {
  return mode === undefined || (mode >= 0 && mode <= 0o777) ? [] : [invalid(path, mode, MODE_WORDS)];
}

/** The owner of files (`validateUserField`). */
export const userErrors: (user: number | undefined, path: string) => FieldError[] = idErrors;

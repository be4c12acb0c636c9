import { duplicate, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';

/** The errors of each item of a list; `at` is the item's path, `field[0]`. */
export function eachErrors<T>(
  items: readonly T[] | undefined,
  path: string,
  check: (item: T, at: string, index: number) => readonly FieldError[],
): FieldError[] {
  return (items ?? []).flatMap((item, index) => check(item, `${path}[${String(index)}]`, index));
}

/** `Invalid value` for each sentence of a rule of names. */
export function wordErrors(words: readonly string[], value: unknown, path: string): FieldError[] {
  return words.map((detail) => invalid(path, value, detail));
}

/** `Required value` for what is missing or empty. */
export function missingErrors(value: string | undefined, path: string, detail = ''): FieldError[] {
  return value ? [] : [required(path, detail)];
}

/** A word that must be there and be one of `supported`, in the order in which the server tells them. */
export function choiceErrors(
  value: string | undefined,
  supported: readonly string[],
  path: string,
): FieldError[] {
  return value ? optionErrors(value, supported, path) : [required(path)];
}

/** A word that may be missing; what is there, even an empty one, is one of `supported`. */
export function optionErrors(
  value: string | undefined,
  supported: readonly string[],
  path: string,
): FieldError[] {
  return value === undefined || supported.includes(value) ? [] : [notSupported(path, value, supported)];
}

/** A number that may be missing (`InclusiveRangeError`, apimachinery/pkg/util/validation). */
export function rangeErrors(value: number | undefined, min: number, max: number, path: string): FieldError[] {
  if (value === undefined || (value >= min && value <= max)) return [];
  return [invalid(path, value, `must be between ${String(min)} and ${String(max)}, inclusive`)];
}

/** The ids of users and groups. */
export function idErrors(value: number | undefined, path: string): FieldError[] {
  return rangeErrors(value, 0, MAX_INT32, path);
}

export const MAX_INT32 = 2 ** 31 - 1;

/** `Duplicate value` for a key that an earlier item of the list has; `undefined` is no key. */
export function duplicateErrors<T>(
  items: readonly T[] | undefined,
  keyOf: (item: T) => string | undefined,
  pathOf: (index: number) => string,
): FieldError[] {
  const seen = new Set<string>();
  return (items ?? []).flatMap((item, index) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    if (seen.has(key)) return [duplicate(pathOf(index), key)];
    seen.add(key);
    return [];
  });
}

/** `errors`, when the condition holds. */
export function when(condition: boolean, ...errors: readonly FieldError[]): FieldError[] {
  return condition ? [...errors] : [];
}

import { goJson } from './go-json.ts';
import { goQuote } from './go-quote.ts';
import { StatusError } from './status.ts';

/** The kinds of `field.Error` (apimachinery/pkg/util/validation/field/errors.go), by the reason that a Status gives. */
export type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError'
  | 'FieldValueTypeInvalid';

/** One thing that is wrong with an object: where, and in the server's words what. */
export interface FieldError {
  readonly type: FieldErrorType;
  /** `spec.containers[0].name` */
  readonly field: string;
  /** Without the field: `Required value`, `Invalid value: "A b": a lowercase RFC 1123 …`. */
  readonly message: string;
}

export function required(field: string, detail = ''): FieldError {
  return { type: 'FieldValueRequired', field, message: withDetail('Required value', detail) };
}

/** `value` as Go's `%v`/`%q` prints it: strings quoted, numbers and booleans plain, objects as JSON. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return {
    type: 'FieldValueInvalid',
    field,
    message: withDetail(`Invalid value: ${printed(value)}`, detail),
  };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const values = supported.map((value) => goQuote(value)).join(', ');
  const detail = supported.length > 0 ? `supported values: ${values}` : '';
  return {
    type: 'FieldValueNotSupported',
    field,
    message: withDetail(`Unsupported value: ${printed(value)}`, detail),
  };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { type: 'FieldValueDuplicate', field, message: `Duplicate value: ${printed(value)}` };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { type: 'FieldValueForbidden', field, message: withDetail('Forbidden', detail) };
}

export function fieldNotFound(field: string, value: unknown): FieldError {
  return { type: 'FieldValueNotFound', field, message: `Not found: ${printed(value)}` };
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return {
    type: 'FieldValueTooLong',
    field,
    message: `Too long: may not be more than ${String(maxBytes)} bytes`,
  };
}

/** `actual` < 0: not told. */
export function tooMany(field: string, actual: number, max: number): FieldError {
  const items = max === 1 ? 'item' : 'items';
  const detail = max >= 0 ? `must have at most ${String(max)} ${items}` : 'has too many items';
  const count = actual >= 0 ? `: ${String(actual)}` : '';
  return { type: 'FieldValueTooMany', field, message: `Too many${count}: ${detail}` };
}

/** 422 for an object with errors: `Deployment.apps "x" is invalid: spec.selector: Required value` (errors.NewInvalid). */
export function invalidObject(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): StatusError {
  const lines = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const text = lines.length === 1 ? (lines[0] ?? '') : `[${lines.join(', ')}]`;
  const qualified = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  return new StatusError(422, 'Invalid', `${qualified} "${name}" is invalid: ${text}`, {
    ...(name ? { name } : {}),
    ...(kind.group ? { group: kind.group } : {}),
    ...(kind.kind ? { kind: kind.kind } : {}),
    causes: errors.map(({ type, field, message }) => ({ reason: type, message, field })),
  });
}

function withDetail(head: string, detail: string): string {
  return detail ? `${head}: ${detail}` : head;
}

function printed(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return goQuote(value);
  return typeof value === 'bigint' ? value.toString() : goJson(value);
}

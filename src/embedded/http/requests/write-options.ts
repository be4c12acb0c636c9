import {
  forbiddenField,
  invalidObject,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from '../../api/field-error.ts';
import { goQuote } from '../../api/go-quote.ts';
import type { FieldValidation, PatchType } from '../../api/verbs.ts';
import { flag } from './flags.ts';
import { first, type Query } from './query.ts';

/** What a write's parameters say. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  /** Only of patches. */
  readonly force?: boolean;
}

const MAX_MANAGER_BYTES = 128;
const VALIDATIONS: readonly string[] = ['', 'Ignore', 'Strict', 'Warn'];

/**
 * Reads and checks the parameters of a write (apimachinery/pkg/apis/meta/v1/validation). `kind` is what the error calls them. Throws
 * `StatusError` 422.
 */
export function writeOptions(
  query: Query,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  patch?: PatchType,
): WriteOptions {
  const dryRun = query.get('dryRun') ?? [];
  const fieldManager = first(query, 'fieldManager') ?? '';
  const fieldValidation = first(query, 'fieldValidation') ?? '';
  const force = patch === undefined ? undefined : flag(query, 'force');
  const errors = [
    ...patchErrors(patch, fieldManager, force),
    ...managerErrors(fieldManager),
    ...dryRunErrors(dryRun),
    ...(VALIDATIONS.includes(fieldValidation)
      ? []
      : [notSupported('fieldValidation', fieldValidation, VALIDATIONS)]),
  ];
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  return {
    dryRun: dryRun.length > 0,
    fieldManager,
    fieldValidation: isValidation(fieldValidation) ? fieldValidation : 'Warn',
    ...(force === undefined ? {} : { force }),
  };
}

/** Of `dryRun`, which may be there several times. */
export function dryRunErrors(dryRun: readonly string[]): FieldError[] {
  return dryRun.every((value) => value === 'All') ? [] : [notSupported('dryRun', dryRun, ['All'])];
}

/** What managedFields names: the `fieldManager`, or the program that asks (apiserver/pkg/endpoints/handlers/create.go). */
export function managerOf({ fieldManager }: Pick<WriteOptions, 'fieldManager'>, userAgent: string): string {
  if (fieldManager !== '') return fieldManager;
  let manager = '';
  for (const character of userAgent.split('/')[0] ?? '') {
    if (!isPrintable(character)) continue;
    if (Buffer.byteLength(manager + character) > MAX_MANAGER_BYTES) break;
    manager += character;
  }
  return manager;
}

function patchErrors(
  patch: PatchType | undefined,
  manager: string,
  force: boolean | undefined,
): FieldError[] {
  if (patch === undefined) return [];
  if (patch === 'apply') {
    return manager === '' ? [required('fieldManager', 'is required for apply patch')] : [];
  }
  return force === undefined ? [] : [forbiddenField('force', 'may not be specified for non-apply patch')];
}

function managerErrors(manager: string): FieldError[] {
  const errors: FieldError[] = [];
  if (Buffer.byteLength(manager) > MAX_MANAGER_BYTES) errors.push(tooLong('fieldManager', MAX_MANAGER_BYTES));
  let at = 0;
  for (const character of manager) {
    if (!isPrintable(character)) {
      const detail = `invalid character ${goUnicode(character)} (at position ${String(at)})`;
      const message = `Invalid value: ${goQuote(manager)}: ${detail}`;
      errors.push({ type: 'FieldValueInvalid', field: 'fieldManager', message });
    }
    at += Buffer.byteLength(character);
  }
  return errors;
}

/** Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols, and the ASCII space. */
function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character);
}

/** Go's `%#U` of what cannot be printed: `U+000A`. */
function goUnicode(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function isValidation(text: string): text is FieldValidation {
  return text !== '' && VALIDATIONS.includes(text);
}

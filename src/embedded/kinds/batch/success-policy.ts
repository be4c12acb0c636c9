import { invalid, required, tooLong, tooMany, type FieldError } from '../../api/field-error.ts';
import type { JobSpec, SuccessPolicyRule } from '../../data/types.ts';
import { negativeErrors } from '../common/numbers.ts';
import { countIndexes, IndexesError } from './indexes.ts';

const MAX_RULES = 20;
const MAX_INDEXES_BYTES = 64 * 1024;

/** `validateSuccessPolicy` (pkg/apis/batch/validation): when an indexed job has succeeded before all its indexes have. */
export function successPolicyErrors({ successPolicy, completions = 0 }: JobSpec, path: string): FieldError[] {
  const rules = successPolicy?.rules ?? [];
  const at = `${path}.rules`;
  const none = 'at least one rules must be specified when the successPolicy is specified';
  return [
    ...(rules.length === 0 ? [required(at, none)] : []),
    ...(rules.length > MAX_RULES ? [tooMany(at, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((rule, index) => ruleErrors(rule, completions, `${at}[${String(index)}]`)),
  ];
}

function ruleErrors(rule: SuccessPolicyRule, completions: number, path: string): FieldError[] {
  const { succeededIndexes: indexes, succeededCount: count } = rule;
  const none = 'at least one of succeededCount or succeededIndexes must be specified';
  const named = readIndexes(indexes, completions, `${path}.succeededIndexes`);
  return [
    ...(count === undefined && indexes === undefined ? [required(path, none)] : []),
    ...named.errors,
    ...(count === undefined ? [] : countErrors(count, completions, named.total, `${path}.succeededCount`)),
  ];
}

interface Named {
  /** How many are named; undefined when the rule names none. */
  readonly total: number | undefined;
  readonly errors: FieldError[];
}

function readIndexes(indexes: string | undefined, completions: number, path: string): Named {
  if (indexes === undefined) return { total: undefined, errors: [] };
  const errors = Buffer.byteLength(indexes) > MAX_INDEXES_BYTES ? [tooLong(path, MAX_INDEXES_BYTES)] : [];
  try {
    return { total: countIndexes(indexes, completions), errors };
  } catch (error) {
    if (!(error instanceof IndexesError)) throw error;
    const words = `error parsing succeededIndexes: ${error.message}`;
    return { total: 0, errors: [...errors, invalid(path, indexes, words)] };
  }
}

function countErrors(
  count: number,
  completions: number,
  named: number | undefined,
  path: string,
): FieldError[] {
  const atMost = (max: number, what: string): FieldError[] =>
    count > max
      ? [invalid(path, count, `must be less than or equal to ${String(max)} (the number of ${what})`)]
      : [];
  return [
    ...negativeErrors(count, path),
    ...atMost(completions, 'specified completions'),
    ...(named === undefined ? [] : atMost(named, 'indexes in the specified succeededIndexes field')),
  ];
}

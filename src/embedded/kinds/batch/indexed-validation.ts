import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { JobSpec } from '../../data/types.ts';

/** So that the lists of indexes in the status stay short enough. */
const MAX_PARALLELISM = 100_000;
const MAX_FAILED = 100_000;
const MANY_COMPLETIONS = 100_000;
const MAX_OF_MANY = 10_000;

/** What an indexed job must say of its numbers (`validateJobSpec`, pkg/apis/batch/validation). */
export function indexedJobErrors(spec: JobSpec, path: string): FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes: failed } = spec;
  const failedAt = `${path}.maxFailedIndexes`;
  const isVast = (completions ?? 0) > MANY_COMPLETIONS && spec.backoffLimitPerIndex !== undefined;
  return [
    ...(completions === undefined
      ? [required(`${path}.completions`, 'when completion mode is Indexed')]
      : []),
    ...overErrors(`${path}.parallelism`, parallelism, MAX_PARALLELISM, ' when completion mode is Indexed'),
    ...(completions !== undefined && failed !== undefined && failed > completions
      ? [invalid(failedAt, failed, 'must be less than or equal to completions')]
      : []),
    ...overErrors(failedAt, failed ?? 0, MAX_FAILED, ''),
    ...(isVast ? vastJobErrors(spec, path) : []),
  ];
}

/** Of a job with very many completions and a limit for each of them. */
function vastJobErrors({ parallelism = 0, maxFailedIndexes: failed }: JobSpec, path: string): FieldError[] {
  const failedAt = `${path}.maxFailedIndexes`;
  const words = ` when completions are above ${String(MANY_COMPLETIONS)} and used with backoff limit per index`;
  return [
    ...(failed === undefined
      ? [required(failedAt, `must be specified when completions is above ${String(MANY_COMPLETIONS)}`)]
      : []),
    ...overErrors(`${path}.parallelism`, parallelism, MAX_OF_MANY, words),
    ...overErrors(failedAt, failed ?? 0, MAX_OF_MANY, words),
  ];
}

function overErrors(path: string, value: number, max: number, words: string): FieldError[] {
  return value > max ? [invalid(path, value, `must be less than or equal to ${String(max)}${words}`)] : [];
}

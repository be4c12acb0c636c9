import { invalid, type FieldError } from '../../api/field-error.ts';
import type { Job, JobStatus } from '../../data/types.ts';
import { commonIndex, countIndexes, IndexesError } from './indexes.ts';

type IndexField = 'completedIndexes' | 'failedIndexes';

/** The indexes of an indexed job that completed and that failed (`validateJobStatus`, pkg/apis/batch/validation). */
export function indexesErrors({ spec }: Job, status: JobStatus, old: JobStatus): FieldError[] {
  const { completedIndexes: completed = '', failedIndexes: failed } = status;
  const { completions, backoffLimitPerIndex: limit, completionMode } = spec ?? {};
  const changed = {
    completed: completed !== (old.completedIndexes ?? ''),
    failed: failed !== old.failedIndexes,
  };
  const countsFailed = changed.failed && limit !== undefined && failed !== undefined;
  return [
    ...(changed.completed ? formatErrors('completedIndexes', completed, completions) : []),
    ...(countsFailed ? formatErrors('failedIndexes', failed, completions) : []),
    ...(changed.completed && completed !== '' && completionMode !== 'Indexed'
      ? [
          invalid(
            'status.completedIndexes',
            completed,
            'cannot set non-empty completedIndexes when non-indexed completion mode',
          ),
        ]
      : []),
    ...(changed.failed && limit === undefined && failed !== undefined
      ? [
          invalid(
            'status.failedIndexes',
            failed,
            'cannot set non-null failedIndexes when backoffLimitPerIndex is null',
          ),
        ]
      : []),
    ...(changed.failed || changed.completed ? overlapErrors(completed, failed, completions) : []),
  ];
}

function formatErrors(field: IndexField, text: string, completions: number | undefined): FieldError[] {
  if (completions === undefined) return [];
  try {
    countIndexes(text, completions);
    return [];
  } catch (error) {
    if (!(error instanceof IndexesError)) throw error;
    return [invalid(`status.${field}`, text, `error parsing ${field}: ${error.message}`)];
  }
}

function overlapErrors(
  completed: string,
  failed: string | undefined,
  completions: number | undefined,
): FieldError[] {
  if (!completed || !failed || completions === undefined) return [];
  const index = commonIndex(completed, failed, completions);
  if (index === undefined) return [];
  const words = `failedIndexes and completedIndexes overlap at index: ${String(index)}`;
  return [invalid('status.failedIndexes', failed, words)];
}

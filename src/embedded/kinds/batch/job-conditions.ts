import type { JobStatus } from '../../data/types.ts';

/** What a job's conditions tell that its rules ask for. */
export type JobConditionType = 'Complete' | 'Failed' | 'FailureTarget' | 'SuccessCriteriaMet' | 'Suspended';

/** `IsConditionTrue` (pkg/apis/batch/validation). */
export function isTrue(status: JobStatus, type: JobConditionType): boolean {
  return has(status, type, 'True');
}

/** `IsConditionFalse`. */
export function isFalse(status: JobStatus, type: JobConditionType): boolean {
  return has(status, type, 'False');
}

/** `IsJobFinished`: nothing will change any more. */
export function isFinished(status: JobStatus): boolean {
  return isTrue(status, 'Complete') || isTrue(status, 'Failed');
}

function has({ conditions = [] }: JobStatus, wanted: JobConditionType, value: string): boolean {
  return conditions.some(({ type, status }) => type === wanted && status === value);
}

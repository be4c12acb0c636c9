import { duplicate, invalid, required, type FieldError } from '../../api/field-error.ts';
import type { Job, JobStatus } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { internalForm } from '../common/internal-form.ts';
import { negativeFieldsErrors } from '../common/numbers.ts';
import { indexesErrors } from './job-status-indexes.ts';
import { isFalse, isFinished, isTrue, type JobConditionType } from './job-conditions.ts';
import { withoutValue } from './without-value.ts';

/**
 * `ValidateJobUpdateStatus` (pkg/apis/batch/validation) with the options of `getStatusValidationOptions`
 * (pkg/registry/batch/job/strategy.go): a rule is checked when something that it is about has changed.
 */
export function jobStatusErrors(job: Job, old: Job): FieldError[] {
  const status = job.status ?? {};
  const before = old.status ?? {};
  return [
    ...negativeFieldsErrors(status, ['active', 'succeeded', 'failed', 'ready', 'terminating'], 'status'),
    ...uncountedErrors(status),
    ...endErrors(job, status, before),
    ...indexesErrors(job, status, before),
    ...podsErrors(status, before),
    ...contradictionErrors(job, status),
    ...backwardsErrors(job, status, before),
  ];
}

const CONDITIONS = 'status.conditions';

/** Pods are counted once. */
function uncountedErrors({ uncountedTerminatedPods = {} }: JobStatus): FieldError[] {
  const seen = new Set<string>();
  return (['succeeded', 'failed'] as const).flatMap((list) =>
    (uncountedTerminatedPods[list] ?? []).flatMap((uid, index) => {
      const path = `status.uncountedTerminatedPods.${list}[${String(index)}]`;
      if (uid === '') return [invalid(path, uid, 'must not be empty')];
      if (seen.has(uid)) return [duplicate(path, uid)];
      seen.add(uid);
      return [];
    }),
  );
}

/** What must come together when a job ends. */
function endErrors({ spec }: Job, status: JobStatus, old: JobStatus): FieldError[] {
  const { startTime, completionTime, active = 0, uncountedTerminatedPods: uncounted } = status;
  const is = (type: JobConditionType): boolean => isTrue(status, type);
  const flipped = (...types: JobConditionType[]): boolean =>
    types.some((type) => isTrue(status, type) !== isTrue(old, type));
  const finished = isFinished(status);
  const ended = finished !== isFinished(old);
  const timed = completionTime !== old.completionTime;
  const started = startTime !== old.startTime;
  const nothingToDo = spec?.suspend === true && spec.completions === 0;
  const uncountedChanged = !isEqualInMeaning(uncounted, old.uncountedTerminatedPods);
  const left = (uncounted?.failed ?? []).length + (uncounted?.succeeded ?? []).length;
  return found([
    [
      flipped('Complete', 'Failed') && is('Complete') && is('Failed'),
      withoutValue(CONDITIONS, 'cannot set Complete=True and Failed=true conditions'),
    ],
    [
      flipped('Complete', 'FailureTarget') && is('Complete') && is('FailureTarget'),
      withoutValue(CONDITIONS, 'cannot set Complete=True and FailureTarget=true conditions'),
    ],
    [
      (flipped('Complete') || timed) && completionTime !== undefined && !is('Complete'),
      invalid(
        'status.completionTime',
        completionTime,
        'cannot set completionTime when there is no Complete=True condition',
      ),
    ],
    [
      (flipped('Complete') || timed) && completionTime === undefined && is('Complete'),
      required('status.completionTime', 'completionTime is required for Complete jobs'),
    ],
    [
      (started || timed) && isBefore(completionTime, startTime),
      invalid('status.completionTime', completionTime, 'must be equal to or after `startTime`'),
    ],
    [
      (flipped('Failed') || status.failedIndexes !== old.failedIndexes) &&
        is('Failed') &&
        !is('FailureTarget'),
      withoutValue(CONDITIONS, 'cannot set Failed=True condition without the FailureTarget=true condition'),
    ],
    [
      flipped('Complete', 'SuccessCriteriaMet') && is('Complete') && !is('SuccessCriteriaMet'),
      withoutValue(
        CONDITIONS,
        'cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
      ),
    ],
    [
      (ended || active !== (old.active ?? 0)) && active > 0 && finished,
      invalid('status.active', active, 'active>0 is invalid for finished job'),
    ],
    [
      (ended || started) && !nothingToDo && startTime === undefined && finished,
      required('status.startTime', 'startTime is required for finished job'),
    ],
    [
      (ended || uncountedChanged) && finished && left > 0,
      invalid(
        'status.uncountedTerminatedPods',
        internalForm(uncounted, 'batch/v1.UncountedTerminatedPods'),
        'must be empty for finished job',
      ),
    ],
  ]);
}

function podsErrors(status: JobStatus, old: JobStatus): FieldError[] {
  const { terminating, ready, active = 0 } = status;
  const finished = isFinished(status);
  const ended = finished !== isFinished(old);
  const readyChanged = ready !== old.ready || active !== (old.active ?? 0);
  return found([
    [
      (ended || terminating !== old.terminating) && (terminating ?? 0) > 0 && finished,
      invalid('status.terminating', terminating, 'terminating>0 is invalid for finished job'),
    ],
    [
      readyChanged && (ready ?? 0) > active,
      invalid('status.ready', ready, 'cannot set more ready pods than active'),
    ],
  ]);
}

/** What can never be true together. */
function contradictionErrors({ spec }: Job, status: JobStatus): FieldError[] {
  const succeeds = isTrue(status, 'SuccessCriteriaMet');
  const unproven = spec?.successPolicy !== undefined && !succeeds && isTrue(status, 'Complete');
  return found([
    [
      succeeds && isTrue(status, 'Failed'),
      withoutValue(CONDITIONS, 'cannot set SuccessCriteriaMet=True and Failed=true conditions'),
    ],
    [
      succeeds && isTrue(status, 'FailureTarget'),
      withoutValue(CONDITIONS, 'cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'),
    ],
    [
      unproven,
      withoutValue(
        CONDITIONS,
        'cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True',
      ),
    ],
  ]);
}

/** What has happened does not unhappen (`ValidateJobStatusUpdate`). */
function backwardsErrors({ spec = { template: {} } }: Job, status: JobStatus, old: JobStatus): FieldError[] {
  const { failed = 0, succeeded = 0, completionTime, startTime } = status;
  const mayShrink = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  const resumes = isTrue(old, 'Suspended') && isFalse(status, 'Suspended');
  const lost = (type: JobConditionType): boolean => isTrue(old, type) && !isTrue(status, type);
  const terminal = (['Failed', 'Complete', 'FailureTarget'] as const).filter(lost);
  const changedTime =
    completionTime !== undefined && completionTime !== (old.completionTime ?? completionTime);
  const restarted = old.startTime !== undefined && startTime !== old.startTime;
  return [
    ...terminal.map((type) => withoutValue(CONDITIONS, `cannot disable the terminal ${type}=True condition`)),
    ...found([
      [failed < (old.failed ?? 0), invalid('status.failed', failed, 'cannot decrease the failed counter')],
      [
        !mayShrink && succeeded < (old.succeeded ?? 0),
        invalid('status.succeeded', succeeded, 'cannot decrease the succeeded counter'),
      ],
      [changedTime, invalid('status.completionTime', completionTime, 'field is immutable')],
      [
        restarted && !resumes && spec.suspend !== true,
        invalid('status.startTime', startTime, 'field is immutable for unsuspended job once set'),
      ],
      [
        lost('SuccessCriteriaMet'),
        withoutValue(CONDITIONS, 'cannot disable the SuccessCriteriaMet=True condition'),
      ],
      [
        isTrue(old, 'Complete') && !isTrue(old, 'SuccessCriteriaMet') && isTrue(status, 'SuccessCriteriaMet'),
        withoutValue(
          CONDITIONS,
          'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions',
        ),
      ],
    ]),
  ];
}

function isBefore(time: string | undefined, other: string | undefined): boolean {
  return time !== undefined && other !== undefined && Date.parse(time) < Date.parse(other);
}

function found(rules: readonly (readonly [broken: boolean, error: FieldError])[]): FieldError[] {
  return rules.filter(([broken]) => broken).map(([, error]) => error);
}

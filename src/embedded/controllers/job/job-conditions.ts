import type { Job, JobCondition } from '../../data/types.ts';
import { msOf, timeOf } from '../../../api/times.ts';

/** Why and how a job ends. */
export interface Verdict {
  readonly outcome: 'succeeded' | 'failed';
  readonly reason: string;
  readonly message: string;
}

const DONE: Verdict = {
  outcome: 'succeeded',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/** The verdict that is written in the conditions already, though the job is not over. */
export function givenVerdict({ status }: Job): Verdict | undefined {
  const find = (type: string): JobCondition | undefined =>
    status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
  const met = find('SuccessCriteriaMet');
  if (met) return { outcome: 'succeeded', reason: met.reason ?? '', message: met.message ?? '' };
  const target = find('FailureTarget');
  return target && { outcome: 'failed', reason: target.reason ?? '', message: target.message ?? '' };
}

/** `IsJobFinished`. */
export function isFinished(job: Job): boolean {
  return finishedCondition(job) !== undefined;
}

/** When a finished job ended, in milliseconds. */
export function finishTime(job: Job): number {
  return msOf(finishedCondition(job)?.lastTransitionTime);
}

/** A failure by the job's own limits: too many failed pods, or too much time. */
export function failureOf(job: Job, failed: number, now: number): Verdict | undefined {
  const { backoffLimit = 6, activeDeadlineSeconds, suspend } = job.spec ?? {};
  if (failed > backoffLimit)
    return {
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
  const started = msOf(job.status?.startTime);
  if (activeDeadlineSeconds === undefined || suspend || started === 0) return undefined;
  if (now - started < activeDeadlineSeconds * 1_000) return undefined;
  return {
    outcome: 'failed',
    reason: 'DeadlineExceeded',
    message: 'Job was active longer than specified deadline',
  };
}

/** Enough pods succeeded and none runs. */
export function successOf(job: Job, succeeded: number, active: number): Verdict | undefined {
  const needed = job.spec?.completions ?? 1;
  return active === 0 && succeeded >= needed && (succeeded > 0 || job.spec?.completions === 0)
    ? DONE
    : undefined;
}

/** With the condition that announces the end, before the pods are let go. */
export function announced(
  conditions: readonly JobCondition[],
  verdict: Verdict,
  now: number,
): JobCondition[] {
  const type = verdict.outcome === 'succeeded' ? 'SuccessCriteriaMet' : 'FailureTarget';
  return withCondition(conditions, type, 'True', verdict, now);
}

/** With the condition of the end itself. */
export function ended(conditions: readonly JobCondition[], verdict: Verdict, now: number): JobCondition[] {
  const type = verdict.outcome === 'succeeded' ? 'Complete' : 'Failed';
  return withCondition(conditions, type, 'True', verdict, now);
}

/** With the condition `Suspended` as the spec has it; the same array when it is so already (a job that never was suspended has none). */
export function suspension(
  conditions: readonly JobCondition[],
  isSuspended: boolean,
  now: number,
): readonly JobCondition[] {
  const current = conditions.find(({ type }) => type === 'Suspended');
  const status = isSuspended ? 'True' : 'False';
  if (current ? current.status === status : !isSuspended) return conditions;
  const words = isSuspended
    ? { reason: 'JobSuspended', message: 'Job suspended' }
    : { reason: 'JobResumed', message: 'Job resumed' };
  return withCondition(conditions, 'Suspended', status, words, now);
}

function finishedCondition({ status }: Job): JobCondition | undefined {
  return status?.conditions?.find(
    ({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True',
  );
}

/** In its place when there is one of that type, else at the end (`ensureJobConditionStatus`). */
function withCondition(
  conditions: readonly JobCondition[],
  type: string,
  status: 'True' | 'False',
  { reason, message }: { readonly reason: string; readonly message: string },
  now: number,
): JobCondition[] {
  const old = conditions.find((condition) => condition.type === type);
  if (old?.status === status && old.reason === reason && old.message === message) return [...conditions];
  const time = timeOf(now);
  const next = { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
  return old ? conditions.map((condition) => (condition === old ? next : condition)) : [...conditions, next];
}

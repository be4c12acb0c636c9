import type { Job, JobStatus, Pod } from '../../data/types.ts';
import { uidOf } from '../runtime/owners.ts';
import { isActive, isTerminating } from '../workloads/pods.ts';
import { hasFailed, indexesText, indexOf, isIndexed, isTracked, parseIndexes } from './job-pods.ts';

/** How far a job is. */
export interface JobCount {
  readonly active: readonly Pod[];
  readonly terminating: number;
  /** With those that ended since the status was written. */
  readonly succeeded: number;
  readonly failed: number;
  /** Indexes that succeeded. */
  readonly done: ReadonlySet<number>;
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
  /** Pods that may lose their finalizer once the status is written. */
  readonly countedUids: ReadonlySet<string>;
  /** What the status says while finished pods still have their finalizer … */
  readonly noted: Pick<JobStatus, 'uncountedTerminatedPods'>;
  /** … and when they have lost it. */
  readonly final: Pick<JobStatus, 'uncountedTerminatedPods' | 'succeeded' | 'failed' | 'completedIndexes'>;
}

/** Counts a job's pods on top of what its status has counted. */
export function countPods(job: Job, pods: readonly Pod[]): JobCount {
  const { uncountedTerminatedPods = {}, succeeded = 0, failed = 0, completedIndexes } = job.status ?? {};
  const old = {
    succeeded: uncountedTerminatedPods.succeeded ?? [],
    failed: uncountedTerminatedPods.failed ?? [],
  };
  const known = new Set([...old.succeeded, ...old.failed]);
  const open = pods.filter((pod) => isTracked(pod) && !known.has(uidOf(pod)) && belongs(pod, job));
  const newSucceeded = open.filter(({ status }) => status?.phase === 'Succeeded');
  const newFailed = open.filter((pod) => hasFailed(pod, job));
  const done = parseIndexes(completedIndexes);
  for (const pod of newSucceeded) done.add(indexOf(pod) ?? -1);
  const indexed = isIndexed(job);
  const noted = {
    succeeded: indexed ? old.succeeded : [...old.succeeded, ...newSucceeded.map(uidOf)],
    failed: [...old.failed, ...newFailed.map(uidOf)],
  };
  const total = {
    succeeded: indexed ? done.size : succeeded + noted.succeeded.length,
    failed: failed + noted.failed.length,
  };
  return {
    active: pods.filter(isActive),
    terminating: pods.filter(isTerminating).length,
    ...total,
    done,
    newSucceeded,
    newFailed,
    countedUids: new Set([...known, ...newSucceeded.map(uidOf), ...newFailed.map(uidOf)]),
    noted: { uncountedTerminatedPods: withoutEmpty(noted) },
    final: {
      uncountedTerminatedPods: {},
      ...total,
      ...(indexed ? { completedIndexes: indexesText(done) } : {}),
    },
  };
}

function belongs(pod: Pod, job: Job): boolean {
  if (!isIndexed(job)) return true;
  const index = indexOf(pod);
  return index !== undefined && index < (job.spec?.completions ?? 0);
}

function withoutEmpty({ succeeded, failed }: { readonly succeeded: string[]; readonly failed: string[] }) {
  return { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) };
}

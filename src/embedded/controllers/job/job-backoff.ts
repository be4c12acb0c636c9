import type { Pod } from '../../data/types.ts';
import { finishedAt } from './job-pods.ts';

const FIRST_MS = 10_000;
const LAST_MS = 600_000;

/** Failures of a job's pods since the last success. */
export interface Backoff {
  readonly failures: number;
  /** Milliseconds since the epoch. */
  readonly last: number;
}

/** Takes in the pods that have just been counted (`newBackoffRecord`, pkg/controller/job/backoff_utils.go). */
export function nextBackoff(old: Backoff, succeeded: readonly Pod[], failed: readonly Pod[]): Backoff {
  const lastSuccess = Math.max(-1, ...succeeded.map(finishedAt));
  const later = failed.map(finishedAt).filter((time) => time > lastSuccess);
  const before = succeeded.length > 0 ? 0 : old.failures;
  return { failures: before + later.length, last: Math.max(succeeded.length > 0 ? 0 : old.last, ...later) };
}

/** How long no new pod is made, in milliseconds. */
export function backoffLeft({ failures, last }: Backoff, now: number): number {
  if (failures === 0) return 0;
  return Math.max(0, Math.min(LAST_MS, FIRST_MS * 2 ** (failures - 1)) - (now - last));
}

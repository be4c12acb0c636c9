import type { AttemptResult } from '../metrics/scheduler-metrics.ts';
import type { SchedulerOptions } from './options.ts';
import type { QueuedPod } from './queued-pod.ts';

/** Measures an attempt that has just ended, where anything is measured (upstream: metrics/profile_metrics.go). */
export function attemptEnded(
  { clock, metrics }: Pick<SchedulerOptions, 'clock' | 'metrics'>,
  { pod, attempts, triedAt, firstTriedAt }: QueuedPod,
  result: AttemptResult,
): void {
  if (!metrics || triedAt === undefined || firstTriedAt === undefined) return;
  const now = clock.monotonic();
  metrics.attempt(result, pod.spec.schedulerName ?? '', (now - triedAt) / 1000);
  if (result === 'scheduled') metrics.bound(attempts, (now - firstTriedAt) / 1000);
}

import type { Configuration } from '../../scheduler/config/configuration.ts';
import type { SchedulerOptions } from '../../scheduler/options.ts';

/** What a configuration says of the scheduler as a whole. */
export function limitsOf({
  parallelism,
  podInitialBackoffSeconds,
  podMaxBackoffSeconds,
}: Configuration): Required<Pick<SchedulerOptions, 'parallelBinds' | 'backoff'>> {
  return {
    parallelBinds: parallelism,
    backoff: { initialMs: podInitialBackoffSeconds * 1_000, maxMs: podMaxBackoffSeconds * 1_000 },
  };
}

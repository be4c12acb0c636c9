import type { SchedulerOptions } from '../../src/scheduler/options.ts';

/** What a test of a whole scheduler has to say itself. */
type Own = Pick<SchedulerOptions, 'api' | 'clock' | 'observe' | 'profiles' | 'signal'>;

/** A scheduler that binds, takes the first of equals, and has no chance in it; `own` may say otherwise. */
export function schedulerOptions(own: Own & Partial<SchedulerOptions>): SchedulerOptions {
  return {
    mode: 'bind',
    policy: 'default',
    tieBreak: 'first',
    details: false,
    parallelBinds: 8,
    instance: 'test',
    random: () => 0,
    ...own,
  };
}

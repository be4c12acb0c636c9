import { assemble } from '../scheduler/assemble.ts';
import { startInformers } from '../scheduler/informers.ts';
import type { SchedulerOptions } from '../scheduler/options.ts';
import { tieBreaker } from '../scheduler/tie-break.ts';
import { Extender } from './extender.ts';

/** What a scheduler is made of, without what it decides by itself. */
export type ExtenderOptions = Pick<
  SchedulerOptions,
  'api' | 'profiles' | 'policy' | 'tieBreak' | 'observe' | 'clock' | 'random' | 'signal'
>;

/**
 * Fills the caches of a scheduler that takes no pod from its queue, and gives `serve` what answers by them; ends when the signal aborts or
 * `serve` does. Rejects when the caches cannot be filled because the API server refuses, and as `serve` rejects.
 */
export async function runExtender(
  options: ExtenderOptions,
  serve: (extender: Extender) => Promise<void>,
): Promise<void> {
  const { api, tieBreak, clock, random, signal } = options;
  const whole = {
    ...options,
    mode: 'watch',
    details: false,
    parallelBinds: 1,
    instance: 'extender',
  } as const;
  const parts = assemble(whole, signal);
  const informers = startInformers(whole, parts);
  try {
    await Promise.race([informers.synced, informers.done]);
    const extender = new Extender({ ...parts, api, tieBreak: tieBreaker(tieBreak, random), clock, signal });
    await Promise.race([serve(extender), informers.done]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    parts.close();
  }
}

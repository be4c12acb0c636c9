import { TRIAL_IDS, type TrialId, type TrialInfo, type TrialResult } from '../../src/trials/trial.ts';
import { type Progress, watchedFrom } from '../../src/watch/progress.ts';
import type { WatchEvent } from '../../src/watch/watch-events.ts';
import { watchedAfter, type WatchTurn } from '../../src/watch/watched-after.ts';
import type { Watched } from '../../src/watch/watched.ts';

/** A trial with two hints. */
export function trial(id: TrialId, step: number): TrialInfo {
  return { id, step, title: `does ${id}`, hints: [`a question about ${id}`, `nearly the code of ${id}`] };
}

/** Two trials in step 2, two in step 3, one in step 4. */
export const TRIALS: readonly TrialInfo[] = [
  trial('finds-waiting', 2),
  trial('leaves-others', 2),
  trial('fewest-pods', 3),
  trial('has-room', 3),
  trial('binds', 4),
];

export function watched(progress?: Progress, step?: number): Watched {
  const steps = [2, 3, 4].map((number) => ({
    number,
    title: `Title ${String(number)}`,
    trials: TRIALS.filter((each) => each.step === number),
  }));
  return watchedFrom(steps, progress, step);
}

/** How a trial came out; `said` names whose run it was, where that matters. */
export function result(id: TrialId, ok: boolean | undefined, change: Partial<TrialResult> = {}): TrialResult {
  const info = TRIALS.find((each) => each.id === id) ?? trial(id, TRIAL_IDS.indexOf(id));
  return { trial: info, ok, found: `found with ${id}`, milliseconds: 1, said: [], ...change };
}

/** One turn after the other; the last one is given. */
export function after(before: Watched, ...events: readonly WatchEvent[]): WatchTurn {
  return events.reduce<WatchTurn>((turn, event) => watchedAfter(turn.watched, event), {
    watched: before,
    effects: [],
  });
}

/** What a whole run tells in which trials come out like this, all of them at the time `at`. */
export function runOf(run: number, results: readonly TrialResult[], at = 0): readonly WatchEvent[] {
  return [...results.map((each) => told(run, each, at)), { run, type: 'ended' }];
}

/** A run tells one result. */
export function told(run: number, each: TrialResult, at = 0): WatchEvent {
  return { run, type: 'result', result: each, at };
}

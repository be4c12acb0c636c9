import type { TrialId, TrialResult } from '../trials/trial.ts';
import type { RunEvent, WatchEffect, WatchEvent } from './watch-events.ts';
import {
  currentStep,
  firstFailing,
  isAllPassed,
  isPassing,
  resultsOf,
  type Watched,
  type WatchedStep,
} from './watched.ts';
import { notYet } from './words.ts';

/** What comes of an event. */
export interface WatchTurn {
  readonly watched: Watched;
  readonly effects: readonly WatchEffect[];
  /** What the person is told at once: one sentence. */
  readonly notice?: string;
}

/**
 * The next state, and what is to be done. Pure. Promises: `start` comes only when no run is under way; results and outcome are always of
 * the newest save; what has passed is not forgotten.
 *
 *     idle ── saved, again, next, go-to ──▶ running ── ended ──▶ idle
 *                                             │ saved, again, next, go-to: cancel
 *                                             ▼
 *                                           ending ── ended ──▶ running (the newest save)
 */
export function watchedAfter(watched: Watched, event: WatchEvent): WatchTurn {
  switch (event.type) {
    case 'saved':
    case 'again':
      return checked(watched, event.at);
    case 'next':
      return next(watched, event.at);
    case 'go-to':
      return goTo(watched, event.step, event.at);
    case 'hint':
      return hint(watched);
    case 'ended':
      return ended(watched, event);
    default: {
      const { activity } = watched;
      // of a run that was cancelled: what it found is about an older save
      if (activity.type !== 'running' || activity.run !== event.run) return same(watched);
      return heard(watched, event, activity);
    }
  }
}

/** Looks at the newest save, as soon as nothing else runs. */
function checked(watched: Watched, at: number, effects: readonly WatchEffect[] = []): WatchTurn {
  const { outcome: _old, ...rest } = watched;
  const blank: Watched = { ...rest, results: [], since: at };
  const { activity } = watched;
  switch (activity.type) {
    case 'idle':
      return started(blank, effects);
    case 'running':
      return {
        watched: { ...blank, activity: { type: 'ending', run: activity.run } },
        effects: [...effects, { type: 'cancel', run: activity.run }],
      };
    case 'ending':
      return { watched: blank, effects };
  }
}

function started(watched: Watched, effects: readonly WatchEffect[]): WatchTurn {
  const run = watched.run + 1;
  const { current: step } = watched;
  const earlier = watched.steps
    .filter(({ number, passed }) => passed && number !== step)
    .map(({ number }) => number);
  return {
    watched: { ...watched, run, activity: { type: 'running', run, judged: false, more: earlier.length > 0 } },
    effects: [...effects, { type: 'start', run, step, earlier }],
  };
}

type Running = Extract<Watched['activity'], { type: 'running' }>;

function heard(watched: Watched, event: Exclude<RunEvent, { type: 'ended' }>, activity: Running): WatchTurn {
  switch (event.type) {
    case 'stage':
      return same({ ...watched, activity: { ...activity, at: event.stage } });
    case 'result': {
      const results = withResult(watched.results, event.result);
      return judgedSteps(verdictOn({ ...watched, results }, activity, event.at));
    }
  }
}

/** The verdict is there with the last result of the current step: the run itself still has to clear up, and to try the steps before. */
function verdictOn(watched: Watched, activity: Running, at: number): Watched {
  const step = currentStep(watched);
  if (activity.judged || resultsOf(watched, step).length < step.trials.length) return watched;
  const milliseconds = Math.max(0, at - watched.since);
  return { ...watched, activity: { ...activity, judged: true }, outcome: { type: 'judged', milliseconds } };
}

function withResult(results: readonly TrialResult[], result: TrialResult): readonly TrialResult[] {
  return [...results.filter(({ trial }) => trial.id !== result.trial.id), result];
}

/** What has passed, and what is broken, as far as the results say it. */
function judgedSteps(watched: Watched): WatchTurn {
  const steps = watched.steps.map((step): WatchedStep => {
    const passing = isPassing(watched, step);
    if (passing === undefined) return step;
    return { ...step, passed: step.passed || passing, broken: !passing && step.passed };
  });
  const isNew = steps.some((step, at) => {
    const before = watched.steps[at];
    return step.passed !== before?.passed || step.broken !== before.broken;
  });
  return { watched: { ...watched, steps }, effects: isNew ? [{ type: 'keep' }] : [] };
}

function ended(watched: Watched, { run, outcome }: Extract<RunEvent, { type: 'ended' }>): WatchTurn {
  const { activity } = watched;
  if (activity.type === 'idle' || activity.run !== run) return same(watched);
  if (activity.type === 'ending') return started(watched, []);
  return same({ ...watched, activity: { type: 'idle' }, ...(outcome !== undefined && { outcome }) });
}

function next(watched: Watched, at: number): WatchTurn {
  const step = currentStep(watched);
  if (isPassing(watched, step) !== true) return { ...same(watched), notice: notYet(watched) };
  const later = watched.steps.find(({ number }) => number > step.number);
  if (later) return moved(watched, later.number, at);
  const open = watched.steps.find(({ passed, broken }) => !passed || broken);
  if (open) return moved(watched, open.number, at);
  if (watched.activity.type !== 'idle')
    return { ...same(watched), notice: 'a moment: the earlier steps are tried once more' };
  return { watched: { ...watched, finished: isAllPassed(watched) }, effects: [{ type: 'keep' }] };
}

function goTo(watched: Watched, number: number, at: number): WatchTurn {
  const step = watched.steps.find((each) => each.number === number);
  if (!step) return { ...same(watched), notice: `there is no step ${String(number)} here` };
  if (number === watched.current) return same(watched);
  const before = watched.steps.filter((each) => each.number < number);
  const missing = before.find(({ passed }) => !passed);
  if (missing)
    return { ...same(watched), notice: `step ${String(missing.number)} comes first: it has not passed yet` };
  return moved(watched, number, at);
}

function moved(watched: Watched, step: number, at: number): WatchTurn {
  return checked({ ...watched, current: step, finished: false }, at, [{ type: 'keep' }]);
}

function hint(watched: Watched): WatchTurn {
  const failing = firstFailing(watched);
  if (!failing) return { ...same(watched), notice: notYet(watched) };
  const { id, hints } = failing.trial;
  const shown = Math.min(hints.length, (watched.hints[id] ?? 0) + 1);
  return {
    watched: { ...watched, hints: withHint(watched.hints, id, shown) },
    effects: [{ type: 'keep' }],
  };
}

function withHint(hints: Watched['hints'], id: TrialId, shown: number): Watched['hints'] {
  return { ...hints, [id]: shown };
}

function same(watched: Watched): WatchTurn {
  return { watched, effects: [] };
}

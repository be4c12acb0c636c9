import type { TrialId, TrialInfo, TrialResult } from '../trials/trial.ts';

/** A step of the workshop, as its trials judge it. */
export interface WatchedStep {
  readonly number: number;
  readonly title: string;
  readonly trials: readonly TrialInfo[];
  /** It passed once: today or in an earlier sitting. */
  readonly passed: boolean;
  /** It passed once, and did not when it was tried last. */
  readonly broken: boolean;
}

/** What is being done. There is never more than one run, and so never more than one program. */
export type Activity =
  | { readonly type: 'idle' }
  | {
      readonly type: 'running';
      readonly run: number;
      /** What the run is at; missing while it is being prepared. */
      readonly at?: RunStage;
      /** The current step's trials are over. */
      readonly judged: boolean;
      /** Afterwards, steps that passed before are tried once more. */
      readonly more: boolean;
    }
  /** Cancelled, and not over yet: the next run begins when its program is gone. */
  | { readonly type: 'ending'; readonly run: number };

/** A moment of a run. */
export type RunStage =
  { readonly type: 'building'; readonly line: string } | { readonly type: 'trying'; readonly trial: TrialId };

/** How the check of the newest save came out; the trials' own results stand beside it. */
export type Outcome =
  /** The current step's trials were all played, `milliseconds` after the save. */
  | { readonly type: 'judged'; readonly milliseconds: number }
  /** The build's output, as the compiler said it. */
  | { readonly type: 'not-built'; readonly lines: readonly string[] }
  /** It could not be tried at all: one sentence, and what to do. */
  | { readonly type: 'not-tried'; readonly message: string; readonly next?: string };

/** A person at work on their scheduler: plain, immutable, of bounded size. */
export interface Watched {
  /** In order; at least one. */
  readonly steps: readonly WatchedStep[];
  /** The number of the step that the person is at. */
  readonly current: number;
  readonly activity: Activity;
  /** Of the last run that was started. */
  readonly run: number;
  /** When what is shown began to be looked at: the newest save, on the scale of the events' `at`. */
  readonly since: number;
  /** Of the newest save, and only of it. */
  readonly results: readonly TrialResult[];
  /** Undefined while the newest save has none. */
  readonly outcome?: Outcome;
  /** How many hints of each trial were shown. */
  readonly hints: Readonly<Partial<Record<TrialId, number>>>;
  /** The person went on from the last step, when all had passed. */
  readonly finished: boolean;
}

/** The step that the person is at. */
export function currentStep({ steps, current }: Watched): WatchedStep {
  const step = steps.find(({ number }) => number === current) ?? steps[0];
  if (step === undefined) throw new Error('there are no steps');
  return step;
}

/** What the newest save came to in a step; undefined where that is not known yet. */
export function isPassing(watched: Watched, step: WatchedStep): boolean | undefined {
  const results = resultsOf(watched, step);
  if (results.some(({ ok }) => ok === false)) return false;
  return results.length === step.trials.length ? true : undefined;
}

/** The results of one step for the newest save. */
export function resultsOf({ results }: Watched, step: WatchedStep): readonly TrialResult[] {
  return results.filter(({ trial }) => trial.step === step.number);
}

/** The first trial of the current step that did not pass: what is to be done next. */
export function firstFailing(watched: Watched): TrialResult | undefined {
  return resultsOf(watched, currentStep(watched)).find(({ ok }) => ok === false);
}

/** Steps that passed once and do not any more, the current one left out. */
export function brokenElsewhere({ steps, current }: Watched): readonly WatchedStep[] {
  return steps.filter(({ number, broken }) => broken && number !== current);
}

/** Whether every step has passed, and none is known to be broken. */
export function isAllPassed({ steps }: Watched): boolean {
  return steps.every(({ passed, broken }) => passed && !broken);
}

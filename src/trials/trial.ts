import type { Mistake } from './mistakes.ts';
import type { Stage } from './stage.ts';

/** What each trial is called, in the order in which they are played. */
export const TRIAL_IDS = [
  'finds-waiting',
  'leaves-others',
  'avoids-control-plane',
  'fewest-pods',
  'has-room',
  'tolerates',
  'avoids-cordoned',
  'binds',
  'says-scheduled',
  'no-overcommit',
  'quick',
  'comes-back',
  'watch-ends',
  'says-failed',
  'retries-untaint',
  'retries-room',
] as const;

/** @see TRIAL_IDS */
export type TrialId = (typeof TRIAL_IDS)[number];

/** One thing that a scheduler must be able to do, as it is told to people. */
export interface TrialInfo {
  readonly id: TrialId;
  /** The step of the workshop that teaches it. */
  readonly step: number;
  /** What the scheduler does when it passes: `its name` would stand before it. */
  readonly title: string;
  /** From a nudge to nearly the answer: one is shown at a time. */
  readonly hints: readonly string[];
}

/** What came out, in the words that are shown. */
export interface Verdict {
  /** Undefined: it cannot be told here; `found` says why. */
  readonly ok: boolean | undefined;
  /** What was seen, as a clause without a full stop. */
  readonly found: string;
  /** What usually lies behind it, when it is recognised. Never there when it passed. */
  readonly mistake?: Mistake;
}

/** A trial that was played. */
export interface TrialResult extends Verdict {
  readonly trial: TrialInfo;
  /** How long it took, with all that was prepared for it. */
  readonly milliseconds: number;
  /** The last lines that the program said, where it did not pass; oldest first. */
  readonly said: readonly string[];
}

/** A scenario that is played on a cluster from outside. */
export interface Trial extends TrialInfo {
  /** True when nodes are tainted or cordoned: only where that is allowed. */
  readonly changesNodes?: boolean;
  /** So many workers it takes; 1 when missing. */
  readonly workers?: number;
  /** Rejects with the stage's own errors (the program ended, …), with those of `ClusterApi`, and with the signal's reason. */
  play(stage: Stage): Promise<Verdict>;
}

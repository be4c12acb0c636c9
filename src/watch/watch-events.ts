import type { TrialResult } from '../trials/trial.ts';
import type { Outcome, RunStage } from './watched.ts';

/** Everything that happens while a person works. Times (`at`) are milliseconds of one monotonic clock. */
export type WatchEvent =
  /** Something in the folder is another than before. */
  | { readonly type: 'saved'; readonly at: number }
  /** The person wants the same checked once more. */
  | { readonly type: 'again'; readonly at: number }
  /** The person wants to go on. */
  | { readonly type: 'next'; readonly at: number }
  /** The person wants to look at a step again where they have been. */
  | { readonly type: 'go-to'; readonly step: number; readonly at: number }
  /** The person wants a hint, or one more. */
  | { readonly type: 'hint' }
  | RunEvent;

/** What a run tells. Those of a run that is not the newest change nothing but that it has ended. */
export type RunEvent = { readonly run: number } & (
  | { readonly type: 'stage'; readonly stage: RunStage }
  | { readonly type: 'result'; readonly result: TrialResult; readonly at: number }
  /** Program and all that it made are gone. `outcome` where it ended early. Always told, exactly once. */
  | { readonly type: 'ended'; readonly outcome?: Exclude<Outcome, { readonly type: 'judged' }> }
);

/** What the application is asked to do. */
export type WatchEffect =
  /** Build, and try the current step; then, where that is over, the earlier steps once more. */
  | {
      readonly type: 'start';
      readonly run: number;
      readonly step: number;
      readonly earlier: readonly number[];
    }
  | { readonly type: 'cancel'; readonly run: number }
  /** What is to survive the end of this process is another than before. */
  | { readonly type: 'keep' };

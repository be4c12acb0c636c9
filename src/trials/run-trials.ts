import type { Clock } from '../lib/clock.ts';
import type { Program } from './program.ts';
import type { TrialCluster } from './trial-cluster.ts';
import type { TrialId, TrialInfo, TrialResult } from './trial.ts';

/** What happens while trials are played, for who shows it. */
export type TrialEvent =
  | { readonly type: 'building'; readonly line: string }
  | { readonly type: 'began'; readonly trial: TrialInfo }
  /** A line that the program, or its build, printed. */
  | { readonly type: 'said'; readonly line: string; readonly stream: 'stdout' | 'stderr' };

/** Whose scheduler is tried, where, and in what. */
export interface TrialsOptions {
  readonly program: Program;
  readonly cluster: TrialCluster;
  /** Only the trials of these steps; all when missing. */
  readonly steps?: readonly number[];
  /** Only these; all when missing. */
  readonly only?: readonly TrialId[];
  /** A folder of our own, for the kubeconfig that the program is given. */
  readonly folder: string;
  readonly observe: (event: TrialEvent) => void;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/**
 * Builds and starts the program, plays the trials in order, and yields each result as it comes. A program that crashes or hangs is started
 * anew before the next trial. However it ends (also by `return()`), the program is ended, and everything that was made on the cluster is
 * gone. Rejects with `BuildError` when the program does not build, and with the signal's reason.
 */
export type RunTrials = (options: TrialsOptions) => AsyncGenerator<TrialResult, void>;

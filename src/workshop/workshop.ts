import type { ClusterApi } from '../api/cluster-api.ts';
import type { ClusterProvider } from '../clusters/provider.ts';
import type { CommandResult, Output } from '../exec/run.ts';
import type { Clock } from '../lib/clock.ts';
import type { Policy } from '../scheduler/policy.ts';
import type { Step } from './content.ts';
import type { WorkshopEvent } from './events.ts';
import type { Journal } from './journal.ts';
import type { OwnProgram } from './own/program.ts';
import type { SchedulerProcess } from './scheduler-process.ts';

/** Everything the engine works with, handed in: what to play, on what, with what, and who listens. */
export interface Workshop {
  readonly steps: readonly Step[];
  readonly settings: Settings;
  readonly cluster: ClusterPort;
  readonly scheduler: SchedulerProcess;
  readonly kubectl: RunKubectl;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly observe: (event: WorkshopEvent) => void;
  /** Asks the person the questions of a step that came true; missing where nobody is asked. */
  readonly quiz?: (step: Step) => Promise<void>;
}

/** What the person asked for. */
export interface Settings {
  readonly namespace: string;
  readonly scheduler: string;
  readonly policy: Policy;
  /** A scheduler of the person's own instead of ours. */
  readonly own?: OwnProgram;
  /** Replaces the time of every `hold`. */
  readonly holdMs?: number;
  /** The scheduler is a Deployment in the cluster. */
  readonly inCluster?: boolean;
  /** The person runs the scheduler in another terminal. */
  readonly attach: boolean;
  /** `--yes`: may taint and delete on a cluster that is not ours. */
  readonly confirmed: boolean;
  /** Name and version of this program, for the journal. */
  readonly program: string;
  /** Where a step's manifests are written, filled in. */
  readonly manifests: string;
  /** The scheduler's log, to name it. */
  readonly schedulerLog: string;
  /** Where a configuration of the scheduler's is written, when a step has one. */
  readonly schedulerConfig: string;
  /** What a person types to run the scheduler in another terminal, without `--mode` and what says how it decides. */
  readonly serveLine: string;
}

/** The cluster: whether it is there, and the way to its API once it is. */
export interface ClusterPort {
  readonly provider: ClusterProvider;
  /** Connects anew: what was known of an earlier cluster of the same name is forgotten. */
  connect(): Promise<ClusterApi>;
}

export interface KubectlOptions {
  readonly signal: AbortSignal;
  /** Shows the line and its output; quiet when missing. */
  readonly output?: Output;
  readonly timeoutMs?: number;
  /** Where the step's manifests are. */
  readonly cwd?: string;
}

/** Runs the real kubectl on the workshop's cluster and namespace. `args` are without the word `kubectl`. */
export type RunKubectl = (args: readonly string[], options: KubectlOptions) => Promise<CommandResult>;

import type { ClusterApi } from '../api/cluster-api.ts';
import type { Clock } from '../lib/clock.ts';
import type { SchedulerMetrics } from '../metrics/scheduler-metrics.ts';
import type { Backoff } from './backoff.ts';
import type { Mode, SchedulerEvent } from './events.ts';
import type { PolicyName } from './policy.ts';
import type { SchedulerProfile } from './profiles.ts';
import type { RunningScheduler } from './running-scheduler.ts';
import type { TieBreak } from './tie-break.ts';

/** Everything a scheduler is made of; whoever starts it decides. */
export interface SchedulerOptions {
  readonly api: ClusterApi;
  /** Serves the pods whose `spec.schedulerName` is that of a profile, each with its plugins. Not empty. */
  readonly profiles: readonly SchedulerProfile[];
  /** Only pods of this namespace, when given. */
  readonly namespace?: string;
  readonly mode: Mode;
  /** What the profiles are called, for people. */
  readonly policy: PolicyName;
  /** Other plugins for the same names, where the policy can be changed while it runs. */
  readonly profilesOf?: (policy: PolicyName) => readonly SchedulerProfile[];
  readonly tieBreak: TieBreak;
  /** False to show what happens when the node of a decision is known from the watch only: our own speed overcommits nodes. */
  readonly assume?: boolean;
  /** Also tell every node's verdict of each decision. Costs time for each pod. */
  readonly details: boolean;
  /** The same for this decision over so many nodes, asked when `details` is false: whoever shows them can say how many it can afford. */
  readonly wantsDetails?: (nodes: number) => boolean;
  /** Is given the running scheduler once its caches are filled: what is where, and pause. */
  readonly onRunning?: (running: RunningScheduler) => void;
  /**
   * Resolves when the loop may begin, where one of several processes leads: until then the caches are kept warm. Asked once, when they are
   * filled. Rejects with the signal's reason.
   */
  readonly leads?: (signal: AbortSignal) => Promise<void>;
  /** How long pods rest; kube-scheduler's defaults when not said. */
  readonly backoff?: Backoff;
  /** Bindings in flight at once. */
  readonly parallelBinds: number;
  /** Which process, for `reportingInstance` of events. */
  readonly instance: string;
  readonly observe: (event: SchedulerEvent) => void;
  /** Is told what is measured. Without it nothing is. */
  readonly metrics?: SchedulerMetrics;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Ends the scheduler: what is in flight gets a moment, what waits stays with the API server. */
  readonly signal: AbortSignal;
}

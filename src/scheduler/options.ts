import type { ClusterApi } from '../api/cluster-api.ts';
import type { Clock } from '../lib/clock.ts';
import type { Mode, SchedulerEvent } from './events.ts';
import type { PluginEntry } from './framework/plugin.ts';
import type { Policy } from './policy.ts';
import type { RunningScheduler } from './running-scheduler.ts';
import type { TieBreak } from './tie-break.ts';

/** Everything a scheduler is made of; whoever starts it decides. */
export interface SchedulerOptions {
  readonly api: ClusterApi;
  /** Serves pods whose `spec.schedulerName` is this. */
  readonly scheduler: string;
  /** Only pods of this namespace, when given. */
  readonly namespace?: string;
  readonly mode: Mode;
  readonly policy: Policy;
  readonly plugins: readonly PluginEntry[];
  readonly tieBreak: TieBreak;
  /** Also tell every node's verdict of each decision. Costs time for each pod. */
  readonly details: boolean;
  /** The same for this decision over so many nodes, asked when `details` is false: whoever shows them can say how many it can afford. */
  readonly wantsDetails?: (nodes: number) => boolean;
  /** Is given the running scheduler once its caches are filled: what is where, and pause. */
  readonly onRunning?: (running: RunningScheduler) => void;
  /** Bindings in flight at once. */
  readonly parallelBinds: number;
  /** Which process, for `reportingInstance` of events. */
  readonly instance: string;
  readonly observe: (event: SchedulerEvent) => void;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Ends the scheduler: what is in flight gets a moment, what waits stays with the API server. */
  readonly signal: AbortSignal;
}

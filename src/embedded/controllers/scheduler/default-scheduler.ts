import type { ClusterApi } from '../../../api/cluster-api.ts';
import type { Clock } from '../../../lib/clock.ts';
import { policyPlugins } from '../../../scheduler/plugins/policy-plugins.ts';
import { runScheduler } from '../../../scheduler/scheduler.ts';

/** What the default scheduler stands on. */
export interface DefaultSchedulerParts {
  /** Of the cluster that it is in: `createLocalApi`. */
  readonly api: ClusterApi;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The name that pods have in `spec.schedulerName` when nobody says otherwise. */
export const DEFAULT_SCHEDULER = 'default-scheduler';

/**
 * Schedules ordinary pods with this program's own scheduler, under the name that a cluster's scheduler has, with kube-scheduler's
 * default plugins. Runs until the signal aborts; rejects only when it
 * cannot list pods and nodes.
 */
export function runDefaultScheduler({ api, clock, random, signal }: DefaultSchedulerParts): Promise<void> {
  const policy = 'default';
  const plugins = policyPlugins(policy, { api, clock, random });
  return runScheduler({
    api,
    mode: 'bind',
    policy,
    // as kube-scheduler: of a large cluster's nodes a part, so that five thousand cost no more than a few hundred
    profiles: [{ schedulerName: DEFAULT_SCHEDULER, plugins, percentageOfNodesToScore: 0 }],
    tieBreak: 'random',
    details: false,
    parallelBinds: 16,
    instance: DEFAULT_SCHEDULER,
    observe: () => {},
    clock,
    random,
    signal,
  });
}

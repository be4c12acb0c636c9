import type { ClusterApi } from '../../../api/cluster-api.ts';
import type { Clock } from '../../../lib/clock.ts';
import { defaultPlugins } from '../../../scheduler/plugins/index.ts';
import { runScheduler } from '../../../scheduler/scheduler.ts';
import { nodeAffinity, nodeResourcesFit } from './more-plugins.ts';

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
 * Schedules ordinary pods with this program's own scheduler, under the name that a cluster's scheduler has, with two plugins more: a pod that
 * its kubelet would refuse must not be bound. Runs until the signal aborts; rejects only when it cannot list pods and nodes.
 */
export function runDefaultScheduler({ api, clock, random, signal }: DefaultSchedulerParts): Promise<void> {
  const policy = 'least-pods';
  const more = [nodeAffinity, nodeResourcesFit()].map((plugin) => ({ plugin, weight: 1 }));
  return runScheduler({
    api,
    scheduler: DEFAULT_SCHEDULER,
    mode: 'bind',
    policy,
    plugins: [...defaultPlugins({ api, policy, random }), ...more],
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

import { UsageError } from '../../lib/errors.ts';
import type { Configuration } from '../../scheduler/config/configuration.ts';
import {
  leaderElectionDefaults,
  type LeaderElectionFlags,
  mistakeOf,
} from '../../scheduler/config/leader-election.ts';

export type { LeaderElectionFlags } from '../../scheduler/config/leader-election.ts';

/** The flag of each field. */
export const ELECTION_FLAGS = {
  leaderElect: '--leader-elect',
  leaseDuration: '--leader-elect-lease-duration',
  renewDeadline: '--leader-elect-renew-deadline',
  retryPeriod: '--leader-elect-retry-period',
  resourceName: '--leader-elect-resource-name',
  resourceNamespace: '--leader-elect-resource-namespace',
} as const;

/** What flags say wins over the file (as kube-scheduler's do). A `UsageError` names the flag that does not go with the rest. */
export function withElection(configuration: Configuration, flags: LeaderElectionFlags = {}): Configuration {
  if (Object.keys(flags).length === 0) return configuration;
  const { leaderElection, profiles } = configuration;
  const before = leaderElection ?? leaderElectionDefaults(profiles[0]?.schedulerName ?? '');
  const election = { ...before, ...flags };
  const mistake = mistakeOf(election);
  if (mistake) throw new UsageError(`${ELECTION_FLAGS[mistake.field]}: ${mistake.message}`);
  return { ...configuration, leaderElection: election };
}

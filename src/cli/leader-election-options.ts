import { type Command, Option } from 'commander';
import { ELECTION_FLAGS, type LeaderElectionFlags } from '../app/scheduling/election-flags.ts';
import { parseDuration } from './common-options.ts';

/** What {@link addLeaderElectionOptions} adds; missing is what was not said. */
export interface LeaderElectionOptions {
  readonly leaderElect?: boolean;
  readonly leaderElectLeaseDuration?: number;
  readonly leaderElectRenewDeadline?: number;
  readonly leaderElectRetryPeriod?: number;
  readonly leaderElectResourceName?: string;
  readonly leaderElectResourceNamespace?: string;
}

/** Adds kube-scheduler's flags for leader election (component-base config/options/leaderelectionconfig.go). */
export function addLeaderElectionOptions(command: Command): Command {
  const { leaderElect, leaseDuration, renewDeadline, retryPeriod } = ELECTION_FLAGS;
  const { resourceName, resourceNamespace } = ELECTION_FLAGS;
  return command
    .option(leaderElect, 'schedule only while this process holds a lease: one of several copies works')
    .option('--no-leader-elect', 'without a lease, also when the file of --config asks for one')
    .addOption(duration(leaseDuration, 'how long a silent leader is waited for (default: 15s)'))
    .addOption(duration(renewDeadline, 'how long a leader tries to renew before it ends (default: 10s)'))
    .addOption(duration(retryPeriod, 'how long between tries (default: 2s)'))
    .option(`${resourceName} <name>`, "the lease (default: the scheduler's name)")
    .option(`${resourceNamespace} <name>`, 'the namespace of the lease (default: kube-system)');
}

/** The same as the fields of a configuration. */
export function leaderElectionFlags(options: LeaderElectionOptions): LeaderElectionFlags {
  const all = {
    leaderElect: options.leaderElect,
    leaseDuration: options.leaderElectLeaseDuration,
    renewDeadline: options.leaderElectRenewDeadline,
    retryPeriod: options.leaderElectRetryPeriod,
    resourceName: options.leaderElectResourceName,
    resourceNamespace: options.leaderElectResourceNamespace,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function duration(flag: string, text: string): Option {
  return new Option(`${flag} <duration>`, text).argParser(parseDuration);
}

import { goDurationText, parseGoDuration } from '../../lib/go-duration.ts';
import type { Given } from './given.ts';

/** Who of several copies schedules: `leaderElection` of a configuration, complete. */
export interface LeaderElection {
  readonly leaderElect: boolean;
  /** How long others wait for a leader that says nothing. Milliseconds, as the next two. */
  readonly leaseDuration: number;
  /** How long a leader tries to renew before it gives up. */
  readonly renewDeadline: number;
  /** Between tries. */
  readonly retryPeriod: number;
  readonly resourceNamespace: string;
  readonly resourceName: string;
}

/** What flags say of it; they win over the file. */
export type LeaderElectionFlags = Partial<LeaderElection>;

const DURATIONS = ['leaseDuration', 'renewDeadline', 'retryPeriod'] as const;
/** client-go: `JitterFactor`. */
const JITTER = 1.2;

/**
 * Without a word: off, unlike upstream, for a scheduler on a laptop is alone; else upstream's defaults
 * (component-base config/v1alpha1/defaults.go, scheduler apis/config/v1/defaults.go), but a lease of the scheduler's own name.
 */
export function leaderElectionDefaults(schedulerName: string): LeaderElection {
  return {
    leaderElect: false,
    leaseDuration: 15_000,
    renewDeadline: 10_000,
    retryPeriod: 2_000,
    resourceNamespace: 'kube-system',
    resourceName: schedulerName,
  };
}

/**
 * Reads `leaderElection`; who writes it wants it, when `leaderElect` is not said. A duration of 0 is the default, as upstream.
 *
 * @throws ConfigMistake
 */
export function readLeaderElection(given: Given, schedulerName: string): LeaderElection {
  const fields = given.fields([
    'leaderElect',
    ...DURATIONS,
    'resourceLock',
    'resourceName',
    'resourceNamespace',
  ]);
  const usual = leaderElectionDefaults(schedulerName);
  const election = {
    leaderElect: fields.leaderElect?.boolean() ?? true,
    leaseDuration: duration(fields.leaseDuration, usual.leaseDuration),
    renewDeadline: duration(fields.renewDeadline, usual.renewDeadline),
    retryPeriod: duration(fields.retryPeriod, usual.retryPeriod),
    resourceNamespace: text(fields.resourceNamespace, usual.resourceNamespace),
    resourceName: text(fields.resourceName, usual.resourceName),
  };
  if (election.leaderElect && fields.resourceLock && text(fields.resourceLock, 'leases') !== 'leases')
    throw fields.resourceLock.wrong('resourceLock value must be "leases"');
  const mistake = mistakeOf(election);
  if (mistake) throw (fields[mistake.field] ?? given).wrong(mistake.message);
  return election;
}

/**
 * What is wrong with it (component-base config/validation/validation.go, `ValidateLeaderElectionConfiguration`; client-go
 * tools/leaderelection/leaderelection.go, `NewLeaderElector`). Nothing is asked of what is off.
 */
export function mistakeOf(
  election: LeaderElection,
): { readonly field: keyof LeaderElection; readonly message: string } | undefined {
  if (!election.leaderElect) return undefined;
  for (const field of DURATIONS)
    if (election[field] <= 0) return { field, message: 'must be greater than zero' };
  if (election.leaseDuration <= election.renewDeadline)
    return { field: 'leaseDuration', message: 'must be greater than `RenewDeadline`' };
  if (election.renewDeadline <= JITTER * election.retryPeriod)
    return { field: 'renewDeadline', message: 'must be greater than retryPeriod*JitterFactor' };
  for (const field of ['resourceNamespace', 'resourceName'] as const)
    if (election[field] === '') return { field, message: 'must not be empty' };
  return undefined;
}

/** As plain JSON: read again it is the same. */
export function leaderElectionObject(election: LeaderElection): object {
  return {
    leaderElect: election.leaderElect,
    leaseDuration: goDurationText(election.leaseDuration),
    renewDeadline: goDurationText(election.renewDeadline),
    retryPeriod: goDurationText(election.retryPeriod),
    resourceLock: 'leases',
    resourceName: election.resourceName,
    resourceNamespace: election.resourceNamespace,
  };
}

function duration(given: Given | undefined, usual: number): number {
  if (!given) return usual;
  const ms = parseGoDuration(given.text());
  if (ms === undefined) throw given.wrong(`invalid duration ${JSON.stringify(given.value)}: 15s, say`);
  return ms === 0 ? usual : ms;
}

/** An empty text is the default, as Go reads it. */
function text(given: Given | undefined, usual: string): string {
  return given === undefined || given.value === '' ? usual : given.text();
}

import type { ClusterApi } from '../api/cluster-api.ts';
import { becomeLeader, type Leadership } from '../election/elector.ts';
import { fencedApi } from '../election/fenced-api.ts';
import { toError } from '../lib/abort.ts';
import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import type { LeaderElection } from '../scheduler/config/leader-election.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { Report } from '../scheduler/report.ts';
import type { SchedulerOptions } from '../scheduler/options.ts';

/** What a scheduler that is one of several needs. */
export interface LeadingOptions {
  readonly api: ClusterApi;
  readonly election: LeaderElection;
  /** Of this process, different from all others. */
  readonly identity: string;
  readonly observe: (event: SchedulerEvent) => void;
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends the scheduler. */
  readonly signal: AbortSignal;
}

/** One of several schedulers, of which one leads: what it runs with, and how its part in the election ends. */
export interface Leading extends Required<Pick<SchedulerOptions, 'api' | 'leads' | 'signal'>> {
  /** Namespace and name of the lease. */
  readonly lease: string;
  /** Whether it may write now. */
  isHeld(): boolean;
  /** Milliseconds since it might write last, while it still takes itself for the leader; undefined when it does not. */
  overdueMs(): number | undefined;
  /** Gives the lease back, when the scheduler has ended. A `UserError` when the lease had been lost (exit code 3). */
  close(): Promise<void>;
}

/**
 * Takes part in an election from when the scheduler asks whether it leads. What it is given to run with writes only while it leads, and its
 * signal aborts when the lease is lost: it cannot be won back by the same process, whose caches and queue belong to the time before (as upstream).
 */
export function takePart(options: LeadingOptions): Leading {
  const { api, election, identity, observe, clock, signal } = options;
  const lease = `${election.resourceNamespace}/${election.resourceName}`;
  const givingBack = new AbortController();
  const losing = new AbortController();
  let leadership: Leadership | undefined;
  let leader = '';
  let heldAt = 0;
  let lost: UserError | undefined;
  const report = new Report(clock, observe);
  const isHeld = (): boolean => {
    if (!leadership?.isHeld()) return false;
    heldAt = clock.monotonic();
    return true;
  };
  const warn = once((message) => {
    report.tell({ type: 'warning', message: `the lease ${lease}: ${message}` });
  });

  const leads = async (): Promise<void> => {
    // a candidate that is asked to end has nothing to give back
    const end = () => {
      if (!leadership) givingBack.abort(signal.reason);
    };
    signal.addEventListener('abort', end, { once: true });
    signal.throwIfAborted();
    leadership = await becomeLeader({
      ...options,
      lease: { namespace: election.resourceNamespace, name: election.resourceName },
      timings: {
        leaseMs: election.leaseDuration,
        renewMs: election.renewDeadline,
        retryMs: election.retryPeriod,
      },
      signal: givingBack.signal,
      onLeader(identityOfLeader) {
        warn.again();
        leader = identityOfLeader;
        if (leader !== identity) report.tell({ type: 'waiting-to-lead', lease, leader });
      },
      onTrouble: (error) => warn.tell(toError(error).message),
    });
    isHeld();
    report.tell({ type: 'leading', lease, leader: identity });
    void leadership.lost.then(() => {
      const to = leader === identity ? '' : leader;
      report.tell({ type: 'lost', lease, leader: to });
      lost = lostError(lease, to);
      losing.abort(lost);
    });
  };

  return {
    api: fencedApi(api, isHeld),
    leads,
    lease,
    signal: AbortSignal.any([signal, losing.signal]),
    isHeld,
    overdueMs: () => (leadership && !lost ? (isHeld() ? 0 : clock.monotonic() - heldAt) : undefined),
    async close() {
      givingBack.abort(new Error('the scheduler has ended'));
      if (lost) throw lost;
      await leadership?.done;
    },
  };
}

function lostError(lease: string, leader: string): UserError {
  const how = leader === '' ? 'could not be renewed in time' : `was lost to ${leader}`;
  return new UserError(`the lease ${lease} ${how}, so this process writes nothing any more and has ended`, {
    next: 'start it again, as a kubelet does by itself: it then waits until it may lead',
  });
}

/** Tells the same thing once until `again`: a lease is tried every two seconds. */
function once(tell: (message: string) => void): { tell(message: string): void; again(): void } {
  let last: string | undefined;
  return {
    tell(message) {
      if (message !== last) tell(message);
      last = message;
    },
    again() {
      last = undefined;
    },
  };
}

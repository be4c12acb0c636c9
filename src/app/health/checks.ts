import type { RunningScheduler } from '../../scheduler/running-scheduler.ts';

/** One thing that must be well. */
export interface Check {
  readonly name: string;
  /** Why it is not well; undefined when it is. */
  readonly trouble: () => string | undefined;
}

/** What the checks look at, as it is when they are asked. */
export interface HealthFacts {
  /** Missing until the caches are filled. */
  readonly running: () => Pick<RunningScheduler, 'counts' | 'isPaused' | 'lastTurn'> | undefined;
  /** Missing where nobody is elected. */
  readonly election?: {
    readonly lease: string;
    readonly leaseDuration: number;
    /** @see Leading.overdueMs */
    readonly overdueMs: () => number | undefined;
  };
  /** Asked to end. */
  readonly isEnding: () => boolean;
  readonly monotonic: () => number;
}

/** How long after its lease has expired a leader may still be alive (upstream: kube-scheduler's `NewLeaderHealthzAdaptor`). */
const OVERDUE_MS = 20_000;
/** So long no pod is taken although some could be: far longer than the slowest binding. */
const STUCK_MS = 120_000;

/** Where these checks are asked for, by path without the slash (upstream: cmd/kube-scheduler/app/server.go, `newEndpointsHandler`). */
export function healthChecks(facts: HealthFacts): ReadonlyMap<string, readonly Check[]> {
  // who answers at all is alive: there is one thread
  const ping: Check = { name: 'ping', trouble: () => undefined };
  const election: Check = { name: 'leaderElection', trouble: () => electionTrouble(facts) };
  const loop: Check = { name: 'scheduling-loop', trouble: () => loopTrouble(facts) };
  const shutdown: Check = {
    name: 'shutdown',
    trouble: () => (facts.isEnding() ? 'process is shutting down' : undefined),
  };
  const sync: Check = {
    name: 'sched-handler-sync',
    trouble: () => (facts.running() ? undefined : 'handlers are not fully synchronized'),
  };
  const alive = [ping, election, loop];
  return new Map([
    ['healthz', alive],
    ['livez', alive],
    ['readyz', [ping, election, shutdown, sync]],
  ]);
}

/** A leader that could not renew has ended; one that has not must be ended (client-go: leaderelection.go, `Check`). */
function electionTrouble({ election }: HealthFacts): string | undefined {
  const overdue = election?.overdueMs() ?? 0;
  if (!election || overdue <= election.leaseDuration + OVERDUE_MS) return undefined;
  return `failed election to renew leadership on lease ${election.lease}`;
}

function loopTrouble({ running, election, monotonic }: HealthFacts): string | undefined {
  const scheduler = running();
  if (!scheduler || scheduler.isPaused || (election && election.overdueMs() === undefined)) return undefined;
  const { active } = scheduler.counts();
  const since = monotonic() - scheduler.lastTurn();
  if (active === 0 || since < STUCK_MS) return undefined;
  return `${active} pods wait to be tried, and none was taken for ${Math.round(since / 1000)} s`;
}

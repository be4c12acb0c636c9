import type { Resource } from '../api/resources.ts';
import type { KubeObject, Pod } from '../api/types.ts';
import type { Gate } from '../lib/gate.ts';
import type { Cache } from './cache.ts';
import { explain, type Explanation } from './explain.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PolicyName } from './policy.ts';
import type { Profiles, SchedulerProfile } from './profiles.ts';
import type { SchedulingQueue } from './queue.ts';
import type { Waiting } from './queued-pod.ts';
import type { Report } from './report.ts';
import type { WatchedObjects } from './watched-objects.ts';

/** A running scheduler for whoever shows it. What is read is live: use it before the next await, and change nothing. */
export interface RunningScheduler {
  /** In natural order of names. */
  nodes(): readonly NodeInfo[];
  node(name: string): NodeInfo | undefined;
  /** See `SchedulingQueue.waiting`. */
  waiting(): Iterable<Waiting>;
  /** A pod that waits, by its uid; undefined while it is in flight. */
  find(uid: string): Waiting | undefined;
  counts(): ReturnType<SchedulingQueue['counts']>;
  /** A pod that waits, or is on a node, by its uid. */
  pod(uid: string): Pod | undefined;
  /** The filter plugins in the order in which a decision asks them. */
  readonly filters: readonly string[];
  /** What a waiting pod would be told if it were tried now; undefined when it does not wait. */
  explain(uid: string): Explanation | undefined;
  readonly isPaused: boolean;
  /** When the loop looked for a pod last, on the clock's monotonic scale. */
  lastTurn(): number;
  /** Stops deciding after the pod at hand; pods are still noticed. Twice is no error. */
  pause(): void;
  resume(): void;
  /**
   * Another policy for every profile, from the next decision on; parked pods are tried again by it. What its plugins read is read first. Does
   * nothing where no other policy is known.
   */
  policyChanged(policy: PolicyName): void;
}

/** The parts of a scheduler that are shown. */
export interface ShownParts {
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly profiles: Profiles;
  readonly objects: WatchedObjects;
  readonly report: Report;
  readonly gate: Gate;
}

export function runningScheduler(
  { cache, queue, profiles, objects, report, gate }: ShownParts,
  profilesOf?: (policy: PolicyName) => readonly SchedulerProfile[],
): RunningScheduler {
  let latest: readonly SchedulerProfile[] | undefined;
  return {
    nodes: () => cache.nodes,
    node: (name) => cache.get(name),
    waiting: () => queue.waiting(),
    find: (uid) => queue.find(uid),
    counts: () => queue.counts(),
    pod: (uid) => queue.find(uid)?.queued.pod ?? cache.pod(uid),
    get filters() {
      return profiles.first.framework.filterNames;
    },
    explain(uid) {
      const waits = queue.find(uid);
      return waits && explain(profiles.of(waits.queued.pod).framework, waits.queued.pod, cache.snapshot());
    },
    get isPaused() {
      return gate.isShut;
    },
    lastTurn: () => queue.lastPop,
    pause() {
      if (gate.isShut) return;
      gate.shut();
      report.tell({ type: 'paused' });
    },
    resume() {
      if (!gate.isShut) return;
      gate.open();
      report.tell({ type: 'resumed' });
    },
    policyChanged(policy) {
      if (!profilesOf) return;
      const next = profilesOf(policy);
      latest = next;
      // what protects pods (budgets) must be known before a policy that preempts holds
      void objects.watch(readsOf(next)).then(() => {
        if (latest !== next) return;
        profiles.replace(next);
        queue.activate(parkedIn(queue));
        report.tell({ type: 'policy', policy });
      });
    },
  };
}

function readsOf(profiles: readonly SchedulerProfile[]): ReadonlySet<Resource<KubeObject>> {
  return new Set(profiles.flatMap(({ plugins }) => plugins.flatMap(({ plugin }) => plugin.reads ?? [])));
}

/** A list of its own: the queue changes while it is gone through. */
function parkedIn(queue: SchedulingQueue): readonly Pod[] {
  return [...queue.waiting()].filter(({ place }) => place === 'parked').map(({ queued }) => queued.pod);
}

import type { Pod } from '../api/types.ts';
import type { Gate } from '../lib/gate.ts';
import type { Cache } from './cache.ts';
import { explain, type Explanation } from './explain.ts';
import type { Framework } from './framework/framework.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { Policy } from './policy.ts';
import type { SchedulingQueue } from './queue.ts';
import type { Waiting } from './queued-pod.ts';
import type { Report } from './report.ts';

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
  /** Stops deciding after the pod at hand; pods are still noticed. Twice is no error. */
  pause(): void;
  resume(): void;
  /** Tells the world that another policy holds. Whoever made the plugins has changed it. */
  policyChanged(policy: Policy): void;
}

/** The parts of a scheduler that are shown. */
export interface ShownParts {
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly framework: Framework;
  readonly report: Report;
  readonly gate: Gate;
}

export function runningScheduler({ cache, queue, framework, report, gate }: ShownParts): RunningScheduler {
  return {
    nodes: () => cache.nodes,
    node: (name) => cache.get(name),
    waiting: () => queue.waiting(),
    find: (uid) => queue.find(uid),
    counts: () => queue.counts(),
    pod: (uid) => queue.find(uid)?.queued.pod ?? cache.pod(uid),
    filters: framework.filterNames,
    explain(uid) {
      const waits = queue.find(uid);
      return waits && explain(framework, waits.queued.pod, cache.snapshot());
    },
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
      report.tell({ type: 'policy', policy });
    },
  };
}

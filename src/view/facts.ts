import { isSimulated } from '../api/nodes.ts';
import type { PodRef } from '../scheduler/events.ts';
import type { RunningScheduler } from '../scheduler/running-scheduler.ts';
import { nodeDetails, type NodeDetails, nodeFacts, type NodeFacts, nodeWords } from './node-facts.ts';
import { podDetails, type PodDetails } from './pod-details.ts';
import type { Story } from './story.ts';
import { waitingRows, type WaitingPod } from './waiting-facts.ts';
import { NO_ROWS, type Rows, rowsOf, type Window } from './window.ts';

/** What is looked at now: nothing else is read, so that a large cluster costs no more than a small one. */
export interface Want {
  readonly nodes: Window;
  readonly queue: Window;
  readonly pod?: PodRef;
  readonly node?: string;
}

/** What is true now, as far as it is looked at. */
export interface Facts {
  readonly cluster: 'embedded' | 'kind' | 'other' | 'unknown';
  readonly nodes: Rows<NodeFacts>;
  readonly queue: Rows<WaitingPod>;
  /** Pods without a node. */
  readonly pending: number;
  readonly parked: number;
  readonly pod?: PodDetails;
  /** Missing when the node is gone. */
  readonly node?: NodeDetails;
}

export const NO_FACTS: Facts = { cluster: 'unknown', nodes: NO_ROWS, queue: NO_ROWS, pending: 0, parked: 0 };

/** Reads a running scheduler. */
export class FactsReader {
  readonly #running: RunningScheduler;

  constructor(running: RunningScheduler) {
    this.#running = running;
  }

  /** `now` is on the monotonic scale of the scheduler's clock. */
  read(want: Want, story: Story, now: number): Facts {
    const running = this.#running;
    const nodes = running.nodes();
    const { active, backoff, parked, gated, inFlight } = running.counts();
    const waits = active + backoff + parked + gated;
    const info = want.node === undefined ? undefined : running.node(want.node);
    return {
      cluster: clusterOf(nodes),
      nodes: rowsOf(nodes, want.nodes, { words: nodeWords, shape: nodeFacts }),
      queue: waitingRows(running.waiting(), want.queue, { total: waits, now }),
      pending: waits + inFlight,
      parked,
      ...(want.pod && { pod: podDetails(want.pod, running, { now, story }) }),
      ...(info && { node: nodeDetails(info) }),
    };
  }
}

/** What stands behind the nodes, by what they say of themselves: the first speaks for all. */
function clusterOf(nodes: ReturnType<RunningScheduler['nodes']>): Facts['cluster'] {
  const first = nodes[0]?.node;
  if (!first) return 'unknown';
  if (isSimulated(first)) return 'embedded';
  return first.spec?.providerID?.startsWith('kind://') ? 'kind' : 'other';
}

import { podKey, podText } from '../api/pods.ts';
import type { Pod } from '../api/types.ts';
import type { Cache } from '../scheduler/cache.ts';
import { explain } from '../scheduler/explain.ts';
import type { NodeInfo } from '../scheduler/framework/node-info.ts';
import type { Profiles } from '../scheduler/profiles.ts';
import { newlyQueued } from '../scheduler/queued-pod.ts';
import { decideOne } from '../scheduler/schedule-one.ts';
import { cacheOf, type LoadedCluster } from './load-cluster.ts';
import { nearestWayOut, type WayOut } from './nearest.ts';
import { again } from './what-if.ts';
import type { WantedPod } from './workloads.ts';

/** Where one pod would go, or why nowhere. */
export interface Placement {
  /** `namespace/name` */
  readonly pod: string;
  readonly source: string;
  readonly node?: string;
  /** kube-scheduler's own words when no node fits. */
  readonly message?: string;
  readonly wayOut?: WayOut;
  /** Pods that were thought away to make room for it. */
  readonly preempted?: readonly string[];
}

/** A node afterwards. */
export interface SimulatedNode {
  readonly name: string;
  /** Not in the cluster: `--add-node`. */
  readonly isNew: boolean;
  readonly pods: readonly { readonly pod: string; readonly source: string; readonly isNew: boolean }[];
  readonly requested: { readonly milliCpu: number; readonly memory: number };
  readonly allocatable: { readonly milliCpu: number; readonly memory: number; readonly pods: number };
}

/** What would happen. */
export interface Simulation {
  readonly placements: readonly Placement[];
  readonly placed: number;
  readonly pending: number;
  readonly preempted: readonly string[];
  readonly nodes: readonly SimulatedNode[];
}

/**
 * Places the pods one after the other as the scheduler would, in the order of its queue, in a copy of the cluster. Pods that are preempted
 * and have an owner come back at the end of the queue. Ties go to the first node in natural order of names.
 */
export function simulate(
  cluster: LoadedCluster,
  profiles: Profiles,
  wanted: readonly WantedPod[],
): Simulation {
  const cache = cacheOf(cluster, (pod) => profiles.serves(pod));
  for (const pod of [...cluster.pods, ...wanted.map((one) => one.pod)]) profiles.podChanged(undefined, pod);
  const waiting = inQueueOrder(profiles, wanted);
  const known = new Map(wanted.map(({ pod, source }) => [podKey(pod), source]));
  const placements: Placement[] = [];
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    const { placement, victims } = place(cache, profiles, one);
    placements.push(placement);
    const back = victims.flatMap(again);
    for (const each of back) known.set(podKey(each.pod), each.source);
    waiting.push(...back);
  }
  return {
    placements,
    placed: placements.filter(({ node }) => node !== undefined).length,
    pending: placements.filter(({ node }) => node === undefined).length,
    preempted: placements.flatMap(({ preempted = [] }) => preempted),
    nodes: cache.nodes.map((info) => nodeAfter(info, known)),
  };
}

function inQueueOrder(profiles: Profiles, wanted: readonly WantedPod[]): WantedPod[] {
  const { framework } = profiles.first;
  const queued = wanted.map((one, sequence) => ({ one, pod: one.pod, sequence }));
  queued.sort((a, b) => (framework.less(a, b) ? -1 : framework.less(b, a) ? 1 : 0));
  return queued.map(({ one }) => one);
}

function place(
  cache: Cache,
  profiles: Profiles,
  { pod, source }: WantedPod,
): { readonly placement: Placement; readonly victims: readonly Pod[] } {
  const name = podText(pod.metadata);
  const { framework } = profiles.of(pod);
  const nowhere = (message: string, wayOut?: WayOut) => ({
    placement: { pod: name, source, message, ...(wayOut && { wayOut }) },
    victims: [],
  });
  const gate = framework.runPreEnqueue(pod);
  if (gate) return nowhere(gate.rejection.reasons.join(', '));
  const attempt = decideOne({ framework, cache, tieBreak: () => 0 }, newlyQueued(pod, 0, 0));
  if (attempt.kind === 'decision') {
    cache.assume(pod, attempt.node);
    return { placement: { pod: name, source, node: attempt.node }, victims: [] };
  }
  if (attempt.kind === 'error') return nowhere(attempt.message);
  if (!attempt.preemption)
    return nowhere(attempt.message, nearestWayOut(explain(framework, pod, cache.snapshot()).nodes));
  const { node, victims } = attempt.preemption;
  for (const victim of victims) cache.removePod(victim);
  cache.assume(pod, node);
  const preempted = victims.map(({ metadata }) => podText(metadata));
  return { placement: { pod: name, source, node, preempted }, victims };
}

function nodeAfter(info: NodeInfo, known: ReadonlyMap<string, string>): SimulatedNode {
  const pods = Array.from(info.pods, ([key, pod]) => ({
    pod: podText(pod.metadata),
    source: known.get(key) ?? sourceOf(pod),
    isNew: known.has(key),
  }));
  const { requested, allocatable } = info;
  return {
    name: info.name,
    isNew: info.node.metadata.uid?.startsWith('simulated-') ?? false,
    pods,
    requested: { milliCpu: requested.milliCpu, memory: requested.memory },
    allocatable: {
      milliCpu: allocatable.milliCpu,
      memory: allocatable.memory,
      pods: allocatable.allowedPods,
    },
  };
}

function sourceOf({ metadata }: Pod): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return owner ? `${owner.kind.toLowerCase()}/${owner.name}` : `pod/${metadata.name}`;
}

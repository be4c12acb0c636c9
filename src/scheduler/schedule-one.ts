import type { Pod } from '../api/types.ts';
import type { Cache } from './cache.ts';
import { claim, type ClaimOptions } from './claim.ts';
import { type Decision, type FitError, MAX_VERDICTS, type SchedulingError } from './decision.ts';
import type { NodeVerdict } from './events.ts';
import type { FilterCycle, PluginRejection } from './framework/filter-cycle.ts';
import { fitErrorMessage, NO_NODES, preFilterMessage } from './framework/fit-error.ts';
import type { Framework } from './framework/framework.ts';
import type { NodeInfo } from './framework/node-info.ts';
import { PluginError } from './framework/plugin-error.ts';
import type { FailedAttempt, PostFilterResult } from './framework/post-filter.ts';
import type { Snapshot } from './framework/snapshot.ts';
import type { NodeSample } from './node-sample.ts';
import type { QueuedPod } from './queued-pod.ts';
import { rejected, scored } from './verdict.ts';

/** What one scheduling cycle works with. */
export interface Cycle {
  readonly framework: Framework;
  readonly cache: Cache;
  /** How much of the cluster is looked at; all of it when missing. */
  readonly sample?: NodeSample;
  /** Picks among equally good nodes: the first in natural name order, or any. */
  readonly tieBreak: (count: number) => number;
  /** Whether {@link Cycle.onDecided} wants this decision, over so many nodes. Without it: every one. */
  readonly wantsDetails?: (nodes: number) => boolean;
  /** Is told what each node was worth, when somebody wants to know. */
  readonly onDecided?: (decision: Omit<Decision, 'kind'>, nodes: () => readonly NodeVerdict[]) => void;
}

/** How an attempt to schedule one pod ends. */
export type Attempt = Decision | FitError | SchedulingError;

/**
 * One scheduling cycle, the textbook's: snapshot → filter → score → select → assume → reserve → permit
 * (upstream: schedule_one.go, `schedulingCycle`). Never awaits, so the snapshot cannot change under it.
 */
export function scheduleOne(cycle: Cycle & ClaimOptions, queued: QueuedPod): Attempt {
  const chosen = decideOne(cycle, queued);
  return chosen.kind === 'decision' ? claim(cycle, chosen) : chosen;
}

/** The same without taking the node: what would be chosen now. */
export function decideOne(cycle: Cycle, queued: QueuedPod): Attempt {
  try {
    return decide(cycle, queued);
  } catch (error) {
    // a plugin that throws costs its pod an attempt, not the scheduler its life
    if (error instanceof PluginError) return { kind: 'error', queued, message: error.message };
    throw error;
  }
}

function decide(
  { framework, cache, sample, tieBreak, onDecided, wantsDetails }: Cycle,
  queued: QueuedPod,
): Attempt {
  const snapshot = cache.snapshot();
  const { nodes } = snapshot;
  if (nodes.length === 0) return noNodes(queued);
  const pod = asNominated(queued.pod, cache.nominations.nodeOf(queued.pod));
  const cycle = framework.runPreFilter(pod, snapshot);
  const { feasible, rejections } = framework.runFilters(() => findNodesThatFit(cycle, snapshot, sample));
  const rejectionOf = (node: NodeInfo) => rejections.get(node) ?? cycle.filter(node);
  if (feasible.length === 0) {
    const postFilter = postFilterOf(framework, cycle, snapshot, rejectionOf);
    return fitError(queued, snapshot, { rejectionOf, cycle, postFilter });
  }
  const isTold = onDecided !== undefined && (wantsDetails?.(nodes.length) ?? true);
  // scored once: a random policy would give other numbers the second time
  const scores = isTold ? scored(framework, pod, feasible, snapshot) : undefined;
  const totals = scores ? totalsOf(feasible, scores) : runScore(framework, pod, feasible, snapshot);
  const host = selectHost(feasible, totals, tieBreak);
  const choice = { queued, node: host.name, hadPods: host.podCount };
  if (scores) onDecided?.(choice, () => verdicts(nodes, scores, rejectionOf));
  return { kind: 'decision', ...choice };
}

/** The pod with the node that is made free for it, also before the API server tells: a second preemption would be in vain. */
function asNominated(pod: Pod, node: string | undefined): Pod {
  if (node === undefined || node === pod.status?.nominatedNodeName) return pod;
  return { ...pod, status: { ...pod.status, nominatedNodeName: node } };
}

/** One candidate needs no score (as upstream). */
function runScore(framework: Framework, pod: Pod, feasible: readonly NodeInfo[], snapshot: Snapshot) {
  return feasible.length === 1 ? [0] : framework.runScore(pod, feasible, snapshot);
}

function totalsOf(nodes: readonly NodeInfo[], scores: ReadonlyMap<NodeInfo, NodeVerdict>): number[] {
  return nodes.map((node) => scores.get(node)?.total ?? 0);
}

function findNodesThatFit(cycle: FilterCycle, snapshot: Snapshot, sample?: NodeSample) {
  const feasible: NodeInfo[] = [];
  const rejections = new Map<NodeInfo, PluginRejection>();
  const nominated = nominatedNode(cycle, snapshot);
  if (nominated) return { feasible: [nominated], rejections };
  const fits = (node: NodeInfo): boolean => {
    const rejection = cycle.filter(node);
    if (rejection) rejections.set(node, rejection);
    else feasible.push(node);
    return !rejection;
  };
  if (sample) sample.look(snapshot.nodes, fits);
  else for (const node of snapshot.nodes) fits(node);
  return { feasible, rejections };
}

/** The node that was made free for this pod comes before all others, when it fits (upstream: `evaluateNominatedNode`). */
function nominatedNode(cycle: FilterCycle, snapshot: Snapshot): NodeInfo | undefined {
  const name = cycle.pod.status?.nominatedNodeName;
  const node = name ? snapshot.get(name) : undefined;
  return node && !cycle.filter(node) ? node : undefined;
}

function postFilterOf(
  framework: Framework,
  cycle: FilterCycle,
  snapshot: Snapshot,
  rejectionOf: (node: NodeInfo) => PluginRejection | undefined,
): PostFilterResult {
  return framework.runPostFilter(cycle.pod, {
    snapshot,
    ...endedBy(cycle),
    rejectionOf: (node) => rejectionOf(node)?.rejection ?? { reasons: [] },
    tryOn: (node) => cycle.tryOn(node),
  });
}

function endedBy({ found: { rejected, leftOutBy } }: FilterCycle): Pick<FailedAttempt, 'endedBy'> {
  const name = rejected?.rejection.unresolvable && (rejected.plugin?.name ?? leftOutBy.at(-1));
  return name === undefined ? {} : { endedBy: name };
}

/** The node with the highest total. `nodes` is not empty. */
function selectHost(
  nodes: readonly NodeInfo[],
  totals: readonly number[],
  tieBreak: Cycle['tieBreak'],
): NodeInfo {
  let best = -Infinity;
  for (const total of totals) if (total > best) best = total;
  const winners = nodes.filter((_node, at) => totals[at] === best);
  const winner = winners[tieBreak(winners.length)] ?? winners[0];
  if (!winner) throw new Error('a score was not a number');
  return winner;
}

function noNodes(queued: QueuedPod): FitError {
  // without any node, any change may help: no plugin of this name restricts it
  const rejectedBy = new Set(['(no nodes)']);
  return { kind: 'fit-error', queued, message: NO_NODES, rejectedBy, nodes: [], clearNomination: true };
}

function fitError(
  queued: QueuedPod,
  { nodes }: Snapshot,
  why: {
    readonly rejectionOf: (node: NodeInfo) => PluginRejection | undefined;
    readonly cycle?: FilterCycle;
    readonly postFilter: PostFilterResult;
  },
): FitError {
  const rejections = nodes.map(why.rejectionOf);
  const { rejected: preFilter, leftOutBy = [] } = why.cycle?.found ?? {};
  const { message: after, preemption, clearNomination } = why.postFilter;
  const message = preFilter
    ? preFilterMessage(nodes.length, preFilter.rejection.reasons)
    : fitErrorMessage(rejections.map((found) => found?.rejection.reasons ?? []));
  return {
    kind: 'fit-error',
    queued,
    message: after === undefined ? message : `${message} ${after}`,
    rejectedBy: new Set([...rejections.flatMap((found) => found?.plugin?.name ?? []), ...leftOutBy]),
    nodes: nodes.slice(0, MAX_VERDICTS).map((node, at) => rejected(node, rejections[at])),
    ...(preemption && { preemption }),
    ...(clearNomination && { clearNomination }),
  };
}

function verdicts(
  nodes: readonly NodeInfo[],
  scores: ReadonlyMap<NodeInfo, NodeVerdict>,
  rejectionOf: (node: NodeInfo) => PluginRejection | undefined,
): readonly NodeVerdict[] {
  return nodes.slice(0, MAX_VERDICTS).map((node) => scores.get(node) ?? unscored(node, rejectionOf(node)));
}

/** One that fits and has no score was not looked at: enough others fitted, or the pod's nominated node did. */
function unscored(node: NodeInfo, rejection: PluginRejection | undefined): NodeVerdict {
  return rejection ? rejected(node, rejection) : { node: node.name, pods: node.podCount, fits: true };
}

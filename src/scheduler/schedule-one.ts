import type { Cache } from './cache.ts';
import { type Decision, type FitError, MAX_VERDICTS } from './decision.ts';
import type { NodeVerdict } from './events.ts';
import { fitErrorMessage, NO_NODES } from './framework/fit-error.ts';
import type { Framework, PluginRejection } from './framework/framework.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { QueuedPod } from './queued-pod.ts';
import { rejected, scored } from './verdict.ts';

/** What one scheduling cycle works with. */
export interface Cycle {
  readonly framework: Framework;
  readonly cache: Cache;
  /** Picks among equally good nodes: the first in natural name order, or any. */
  readonly tieBreak: (count: number) => number;
  /** Whether {@link Cycle.onDecided} wants this decision, over so many nodes. Without it: every one. */
  readonly wantsDetails?: (nodes: number) => boolean;
  /** Is told what each node was worth, when somebody wants to know. */
  readonly onDecided?: (decision: Omit<Decision, 'kind'>, nodes: () => readonly NodeVerdict[]) => void;
}

/**
 * One scheduling cycle, the textbook's: snapshot → filter → score → select → assume → reserve
 * (upstream: schedule_one.go, `schedulingCycle`). Never awaits, so the snapshot cannot change under it.
 */
export function scheduleOne(cycle: Cycle, queued: QueuedPod): Decision | FitError {
  const { framework, cache } = cycle;
  const chosen = decideOne(cycle, queued);
  if (chosen.kind === 'fit-error') return chosen;
  cache.assume(queued.pod, chosen.node);
  const rejection = framework.runReserve(queued.pod, chosen.node);
  if (!rejection) return chosen;
  cache.forget(queued.pod);
  return fitError(queued, cache.snapshot(), () => rejection);
}

/** The same without assuming: what would be chosen now. */
export function decideOne(
  { framework, cache, tieBreak, onDecided, wantsDetails }: Cycle,
  queued: QueuedPod,
): Decision | FitError {
  const nodes = cache.snapshot();
  const { feasible, rejections } = findNodesThatFit(framework, queued, nodes);
  if (feasible.length === 0) return fitError(queued, nodes, (node) => rejections.get(node));
  const isTold = onDecided !== undefined && (wantsDetails?.(nodes.length) ?? true);
  // scored once: a random policy would give other numbers the second time
  const scores = isTold ? scored(framework, queued.pod, feasible) : undefined;
  const totals = scores ? totalsOf(feasible, scores) : runScore(framework, queued, feasible);
  const host = selectHost(feasible, totals, tieBreak);
  const choice = { queued, node: host.name, hadPods: host.podCount };
  if (scores) onDecided?.(choice, () => verdicts(queued, nodes, scores, rejections));
  return { kind: 'decision', ...choice };
}

/** One candidate needs no score (as upstream). */
function runScore(framework: Framework, { pod }: QueuedPod, feasible: readonly NodeInfo[]) {
  return feasible.length === 1 ? [0] : framework.runScore(pod, feasible);
}

function totalsOf(nodes: readonly NodeInfo[], scores: ReadonlyMap<NodeInfo, NodeVerdict>): number[] {
  return nodes.map((node) => scores.get(node)?.total ?? 0);
}

function findNodesThatFit(framework: Framework, { pod }: QueuedPod, nodes: readonly NodeInfo[]) {
  const feasible: NodeInfo[] = [];
  const rejections = new Map<NodeInfo, PluginRejection>();
  for (const node of nodes) {
    const rejection = framework.runFilter(pod, node);
    if (rejection) rejections.set(node, rejection);
    else feasible.push(node);
  }
  return { feasible, rejections };
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

function fitError(
  queued: QueuedPod,
  nodes: readonly NodeInfo[],
  rejectionOf: (node: NodeInfo) => PluginRejection | undefined,
): FitError {
  const rejections = nodes.map(rejectionOf);
  return {
    kind: 'fit-error',
    queued,
    message:
      nodes.length === 0
        ? NO_NODES
        : fitErrorMessage(rejections.map((found) => found?.rejection.reasons ?? [])),
    // without any node, any change may help: no plugin of this name restricts it
    rejectedBy: new Set(
      nodes.length === 0 ? ['(no nodes)'] : rejections.flatMap((found) => found?.plugin.name ?? []),
    ),
    nodes: nodes.slice(0, MAX_VERDICTS).map((node, at) => rejected(queued.pod, node, rejections[at])),
  };
}

function verdicts(
  { pod }: QueuedPod,
  nodes: readonly NodeInfo[],
  scores: ReadonlyMap<NodeInfo, NodeVerdict>,
  rejections: ReadonlyMap<NodeInfo, PluginRejection>,
): readonly NodeVerdict[] {
  return nodes
    .slice(0, MAX_VERDICTS)
    .map((node) => scores.get(node) ?? rejected(pod, node, rejections.get(node)));
}

import { POD_DISRUPTION_BUDGETS } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { DefaultPreemptionArgs } from '../args/pod-args.ts';
import { fitErrorMessage } from '../../framework/fit-error.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { Plugin } from '../../framework/plugin.ts';
import type { FailedAttempt, PostFilterResult } from '../../framework/post-filter.ts';
import { priorityOf } from './importance.ts';
import { pickCandidate } from './pick-node.ts';
import { type Candidate, type NoRoom, selectVictims } from './select-victims.ts';

const NOT_HELPFUL: NoRoom = { reasons: ['Preemption is not helpful for scheduling'] };

/**
 * Upstream asks its DynamicResources before this plugin. Where its own PreFilter was not reached it finds no state of its own, says so in
 * these words, and nobody is asked after it.
 */
const NO_STATE: PostFilterResult = { message: 'not found' };

/**
 * Makes room for a pod that fits nowhere, by pods of lower priority (upstream: plugins/defaultpreemption and framework/preemption).
 * Only says which: who runs the cycle deletes them. `random` (from 0 up to, not including, 1) says at which node the search begins.
 */
export function defaultPreemption(
  args: DefaultPreemptionArgs,
  random: () => number,
): Plugin & Required<Pick<Plugin, 'postFilter'>> {
  return {
    name: 'DefaultPreemption',
    postFilter(pod, attempt) {
      if (attempt.endedBy !== undefined && attempt.endedBy !== 'DynamicResources') return NO_STATE;
      const { message = '', ...result } = preempt(pod, attempt, args, random);
      return { ...result, message: `preemption: ${message}` };
    },
    // it rejects no pod itself: those whose filters rejected it know what helps
    requeueOn: [],
    reads: [POD_DISRUPTION_BUDGETS],
  };
}

/** Upstream: `Evaluator.Preempt`. */
function preempt(
  pod: Pod,
  attempt: FailedAttempt,
  args: DefaultPreemptionArgs,
  random: () => number,
): PostFilterResult {
  const refusal = whyNotEligible(pod, attempt);
  if (refusal !== undefined) return { message: refusal };
  const { candidates, noRoom } = findCandidates(pod, attempt, args, random);
  const best = pickCandidate(candidates);
  if (best) {
    const { node, victims } = best;
    const message = `found a potential placement for pod on node ${node}, preempting ${victims.length} victims`;
    return { message, preemption: { node, victims } };
  }
  const errors = [...new Set([...noRoom.values()].flatMap(({ error }) => error ?? []))];
  if (errors.length > 0) return { message: errors.length === 1 ? errors.join() : `[${errors.join(', ')}]` };
  const reasons = attempt.snapshot.nodes.map((node) => (noRoom.get(node) ?? NOT_HELPFUL).reasons);
  return { message: fitErrorMessage(reasons), clearNomination: true };
}

/** Undefined when the pod may preempt others (upstream: `PodEligibleToPreemptOthers`). */
function whyNotEligible(pod: Pod, { snapshot, rejectionOf }: FailedAttempt): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = snapshot.get(pod.status?.nominatedNodeName ?? '');
  if (!nominated || rejectionOf(nominated).unresolvable) return undefined;
  const priority = priorityOf(pod);
  for (const other of nominated.pods.values())
    if (priorityOf(other) < priority && isLeavingByPreemption(other))
      return 'not eligible due to a terminating pod on the nominated node.';
  return undefined;
}

/** Upstream: `PodTerminatingByPreemption`. */
function isLeavingByPreemption({ metadata, status }: Pod): boolean {
  if (!metadata.deletionTimestamp) return false;
  const condition = status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}

/** Upstream: `findCandidates` and `DryRunPreemption`. Candidates are in the order of the snapshot. */
function findCandidates(
  pod: Pod,
  { snapshot, rejectionOf, tryOn }: FailedAttempt,
  args: DefaultPreemptionArgs,
  random: () => number,
): { readonly candidates: readonly Candidate[]; readonly noRoom: ReadonlyMap<NodeInfo, NoRoom> } {
  const potential = snapshot.nodes.filter((node) => !rejectionOf(node).unresolvable);
  const wanted = candidatesWanted(potential.length, args);
  const offset = Math.floor(random() * potential.length);
  const budgets = snapshot.objects.list(POD_DISRUPTION_BUDGETS);
  const found = new Map<NodeInfo, Candidate>();
  const noRoom = new Map<NodeInfo, NoRoom>();
  let harmless = 0;
  for (const node of [...potential.slice(offset), ...potential.slice(0, offset)]) {
    const result = selectVictims(pod, node, tryOn, budgets);
    if ('reasons' in result) {
      noRoom.set(node, result);
      continue;
    }
    found.set(node, result);
    if (result.violations === 0) harmless++;
    if (harmless > 0 && found.size >= wanted) break;
  }
  return { candidates: potential.flatMap((node) => found.get(node) ?? []), noRoom };
}

/** Upstream: `calculateNumCandidates`. */
function candidatesWanted(nodes: number, args: DefaultPreemptionArgs): number {
  const part = Math.floor((nodes * args.minCandidateNodesPercentage) / 100);
  return Math.min(nodes, Math.max(part, args.minCandidateNodesAbsolute));
}

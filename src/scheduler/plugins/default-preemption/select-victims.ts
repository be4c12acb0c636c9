import type { Pod } from '../../../api/types.ts';
import type { PodDisruptionBudget } from '../../../api/workloads.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { WhatIf } from '../../framework/post-filter.ts';
import { splitByBudgets } from './disruption-budgets.ts';
import { byImportance, priorityOf } from './importance.ts';

/** Room that can be made on a node. `victims` are not empty, the most important first. */
export interface Candidate {
  readonly node: string;
  readonly victims: readonly Pod[];
  /** How many of them a PodDisruptionBudget would keep. */
  readonly violations: number;
}

/** Why no room can be made on a node. */
export interface NoRoom {
  readonly reasons: readonly string[];
  /** The pod fits although nothing was taken away: filters and verdict do not agree, so that this is no verdict. */
  readonly error?: string;
}

const NO_VICTIMS: NoRoom = { reasons: ['No preemption victims found for incoming pod'] };

/**
 * The fewest and least important pods of the node that must go so that `pod` fits (upstream: plugins/defaultpreemption,
 * `SelectVictimsOnNode`): all of lower priority are taken away, then put back one by one as long as it still fits, first those that a
 * budget protects, the most important first. That a pod has an affinity to one of its victims is not considered (as upstream).
 */
export function selectVictims(
  pod: Pod,
  node: NodeInfo,
  tryOn: (node: NodeInfo) => WhatIf,
  budgets: readonly PodDisruptionBudget[],
): Candidate | NoRoom {
  const lower = lessImportant(pod, node);
  if (lower.length === 0) return NO_VICTIMS;
  const whatIf = tryOn(node);
  for (const victim of lower) whatIf.remove(victim);
  const rejection = whatIf.rejection();
  if (rejection) return { reasons: rejection.reasons };
  const { violating, others } = splitByBudgets(lower.toSorted(byImportance), budgets);
  const violations = unspared(violating, whatIf);
  const victims = [...violations, ...unspared(others, whatIf)];
  if (victims.length > 0)
    return {
      node: node.name,
      victims: violations.length > 0 ? victims.toSorted(byImportance) : victims,
      violations: violations.length,
    };
  const error = `expected at least one victim pod on node "${node.name}"`;
  return { reasons: [error], error };
}

/** Before anything is copied: where all pods are equal this is asked of every node, for each pod that fits nowhere. */
function lessImportant(pod: Pod, { pods }: NodeInfo): Pod[] {
  const priority = priorityOf(pod);
  const lower: Pod[] = [];
  for (const other of pods.values()) if (priorityOf(other) < priority) lower.push(other);
  return lower;
}

/** Puts the pods back, one after the other, as long as it still fits; returns those with which it does not. */
function unspared(pods: readonly Pod[], whatIf: WhatIf): readonly Pod[] {
  return pods.filter((victim) => {
    whatIf.add(victim);
    if (!whatIf.rejection()) return false;
    whatIf.remove(victim);
    return true;
  });
}

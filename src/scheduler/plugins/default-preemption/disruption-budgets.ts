import { labelMatcher } from '../../../api/label-selector.ts';
import type { Pod } from '../../../api/types.ts';
import type { PodDisruptionBudget } from '../../../api/workloads.ts';

/** Pods in two parts, each in the order in which they were given. */
export interface Split {
  /** A budget does not allow that they go, too. */
  readonly violating: readonly Pod[];
  readonly others: readonly Pod[];
}

/**
 * Counts the pods against the budgets, in the order given, as if all of them went (upstream: framework/preemption/util.go,
 * `FilterVictimsWithPDBViolation`). A budget without a selector, or with an empty one, is about no pod; neither is one about a pod whose
 * disruption it has counted already.
 */
export function splitByBudgets(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): Split {
  if (budgets.length === 0) return { violating: [], others: pods };
  const allowed = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) (takesTooMuch(pod, budgets, allowed) ? violating : others).push(pod);
  return { violating, others };
}

/** Takes the pod out of `allowed`, up to the first budget that has nothing left (as upstream: the budgets after it are not charged). */
function takesTooMuch(pod: Pod, budgets: readonly PodDisruptionBudget[], allowed: number[]): boolean {
  for (const [at, budget] of budgets.entries()) {
    if (!covers(budget, pod)) continue;
    const left = (allowed[at] ?? 0) - 1;
    allowed[at] = left;
    if (left < 0) return true;
  }
  return false;
}

function covers({ metadata, spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const { name, namespace, labels = {} } = pod.metadata;
  if (metadata.namespace !== namespace || Object.keys(labels).length === 0) return false;
  const selector = labelMatcher(spec?.selector);
  if (selector.isEmpty || !selector.matches(labels)) return false;
  return !Object.hasOwn(status?.disruptedPods ?? {}, name);
}

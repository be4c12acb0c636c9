import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../data/types.ts';
import { nameOf } from '../runtime/owners.ts';
import { msOf, timeOf } from '../../../api/times.ts';
import { scaledValue } from '../workloads/int-or-percent.ts';
import { isReady } from '../workloads/pods.ts';

/** An eviction that was allowed has this long to show (`DeletionTimeout`). */
const DELETION_MS = 120_000;

/** `expectedPods`: how many pods the owners of the selected ones want. */
export type ExpectedScale = (pods: readonly Pod[]) => number;

/** The status of a budget for the pods that it selects (`trySync`, pkg/controller/disruption/disruption.go). */
export function budgetStatus(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  scale: ExpectedScale,
  now: number,
): PodDisruptionBudgetStatus {
  const { expected, desired } = goal(budget, pods, scale);
  const disrupted = stillDisrupted(budget, pods, now);
  const healthy = pods.filter(
    (pod) => !pod.metadata.deletionTimestamp && disrupted[nameOf(pod)] === undefined && isReady(pod),
  ).length;
  const allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
  const observedGeneration = budget.metadata.generation ?? 0;
  return {
    observedGeneration,
    ...(Object.keys(disrupted).length > 0 ? { disruptedPods: disrupted } : {}),
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: conditionsOf(budget, allowed, observedGeneration, now),
  };
}

/** In how many milliseconds a pod that was to go counts again; undefined when there is none. */
export function nextLook({ disruptedPods = {} }: PodDisruptionBudgetStatus, now: number): number | undefined {
  const times = Object.values(disruptedPods).map(msOf);
  return times.length > 0 ? Math.max(1_000, Math.min(...times) + DELETION_MS - now) : undefined;
}

function goal(
  { spec = {} }: PodDisruptionBudget,
  pods: readonly Pod[],
  scale: ExpectedScale,
): { readonly expected: number; readonly desired: number } {
  const { maxUnavailable, minAvailable } = spec;
  if (maxUnavailable !== undefined) {
    const expected = scale(pods);
    return { expected, desired: Math.max(0, expected - scaledValue(maxUnavailable, expected, 'up')) };
  }
  if (typeof minAvailable === 'number') return { expected: pods.length, desired: minAvailable };
  if (minAvailable === undefined) return { expected: 0, desired: 0 };
  const expected = scale(pods);
  return { expected, desired: scaledValue(minAvailable, expected, 'up') };
}

/** Evictions that the API let pass and that have not happened yet. */
function stillDisrupted(
  { status }: PodDisruptionBudget,
  pods: readonly Pod[],
  now: number,
): Record<string, string> {
  const waiting = Object.entries(status?.disruptedPods ?? {}).filter(([name, time]) => {
    const pod = pods.find((one) => nameOf(one) === name);
    return pod !== undefined && !pod.metadata.deletionTimestamp && msOf(time) + DELETION_MS > now;
  });
  return Object.fromEntries(waiting);
}

function conditionsOf(
  { status }: PodDisruptionBudget,
  allowed: number,
  observedGeneration: number,
  now: number,
): Condition[] {
  const old = status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const [is, reason] =
    allowed > 0 ? (['True', 'SufficientPods'] as const) : (['False', 'InsufficientPods'] as const);
  const since = old?.status === is ? old.lastTransitionTime : timeOf(now);
  const condition = {
    type: 'DisruptionAllowed',
    status: is,
    observedGeneration,
    lastTransitionTime: since,
    reason,
    message: '',
  };
  const others = status?.conditions?.filter(({ type }) => type !== condition.type) ?? [];
  return [...others, condition];
}

/** `getExpectedScale`: the sizes of the distinct owners. Pods without one count for nothing. */
export function expectedScale(pods: readonly Pod[], sizeOfOwner: (pod: Pod) => number | undefined): number {
  const sizes = new Map<string, number>();
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller);
    const size = owner && sizeOfOwner(pod);
    if (owner && size !== undefined) sizes.set(owner.uid, size);
  }
  return [...sizes.values()].reduce((total, size) => total + size, 0);
}

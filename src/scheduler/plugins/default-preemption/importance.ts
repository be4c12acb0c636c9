import type { Pod } from '../../../api/types.ts';

/** A pod without a priority has 0 (component-helpers/scheduling/corev1, `PodPriority`). */
export function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}

/** When the pod started, in milliseconds since 1970; later than everything while it has not (upstream: util/utils.go, `GetPodStartTime`). */
export function startOf({ status }: Pod): number {
  return status?.startTime === undefined ? Infinity : Date.parse(status.startTime);
}

/**
 * For sorting: the more important pod comes first. That is the one of the higher priority, and among equals the one that has run
 * longer (upstream: framework/preemption/util.go, `MoreImportantVictim`, for single pods).
 */
export function byImportance(a: Pod, b: Pod): number {
  const priorities = priorityOf(b) - priorityOf(a);
  if (priorities !== 0) return priorities;
  const [first, second] = [startOf(a), startOf(b)];
  return first === second ? 0 : first < second ? -1 : 1;
}

import type { Pod, PodCondition } from '../data/types.ts';
import { timeOf } from '../../api/times.ts';

/** Sets a condition of a pod (`UpdatePodCondition`, pkg/api/pod/util.go): its time moves only when its status changes. */
export function setPodCondition(pod: Pod, condition: PodCondition, now: number): void {
  pod.status ??= {};
  const conditions = (pod.status.conditions ??= []);
  const index = conditions.findIndex(({ type }) => type === condition.type);
  const before = conditions[index];
  const since = before?.status === condition.status ? before.lastTransitionTime : timeOf(now);
  const next = { ...condition, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  if (before) conditions[index] = next;
  else conditions.push(next);
}

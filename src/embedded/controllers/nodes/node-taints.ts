import type { Node, Taint } from '../../data/types.ts';
import { timeOf } from '../../../api/times.ts';
import { readyCondition } from './node-health.ts';

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Condition, its status, and the taint that goes with it (`nodeConditionToTaintKeyStatusMap`). */
const BY_CONDITION = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
  ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
  ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
] as const;

/** Whether the node's pods are to be evicted: the taint that says so. */
export function evictionTaintOf(node: Node): string | undefined {
  const status = readyCondition(node)?.status;
  return status === 'False' ? NOT_READY : status === 'Unknown' ? UNREACHABLE : undefined;
}

/**
 * The node's taints as its conditions want them: those without effect on running pods at once (`doNoScheduleTaintingPass`), the evicting one
 * only when `mayEvict` or when it only takes another's place. Undefined when nothing changes.
 */
export function taintsOf(node: Node, mayEvict: boolean, now: number): Taint[] | undefined {
  const current = node.spec?.taints ?? [];
  const wanted = noScheduleKeys(node).map((key) => ({ key, effect: 'NoSchedule' }));
  const evicting = evictionTaintOf(node);
  const isEvicting = current.some(isEvictionTaint);
  if (evicting !== undefined && (mayEvict || isEvicting)) wanted.push({ key: evicting, effect: 'NoExecute' });
  const kept = current.filter((taint) => !isOurs(taint) || wanted.some((want) => isSameTaint(taint, want)));
  const added = wanted.filter((want) => !kept.some((taint) => isSameTaint(taint, want)));
  if (added.length === 0 && kept.length === current.length) return undefined;
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded: timeOf(now) }))];
}

/** Whether the evicting taint is still to come. */
export function needsEvictionTaint(node: Node): boolean {
  return evictionTaintOf(node) !== undefined && !(node.spec?.taints ?? []).some(isEvictionTaint);
}

function noScheduleKeys(node: Node): string[] {
  const conditions = node.status?.conditions ?? [];
  const keys = BY_CONDITION.flatMap(([type, status, key]) =>
    conditions.some((condition) => condition.type === type && condition.status === status) ? [key] : [],
  );
  return node.spec?.unschedulable ? [...keys, UNSCHEDULABLE] : keys;
}

function isOurs(taint: Taint): boolean {
  const keys: readonly string[] = [...BY_CONDITION.map(([, , key]) => key), UNSCHEDULABLE];
  return isEvictionTaint(taint) || (taint.effect === 'NoSchedule' && keys.includes(taint.key));
}

function isEvictionTaint({ key, effect }: Taint): boolean {
  return effect === 'NoExecute' && (key === NOT_READY || key === UNREACHABLE);
}

function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

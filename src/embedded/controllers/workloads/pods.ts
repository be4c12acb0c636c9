import type { ContainerStatus, Pod } from '../../data/types.ts';
import { msOf } from '../../../api/times.ts';
import { uidOf } from '../runtime/owners.ts';

/** `IsPodTerminal`: it will not run again. */
export function isTerminal({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** `IsPodActive`: neither ended nor being deleted. */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && !pod.metadata.deletionTimestamp;
}

/** `IsPodTerminating`: being deleted, and not ended. */
export function isTerminating(pod: Pod): boolean {
  return !isTerminal(pod) && Boolean(pod.metadata.deletionTimestamp);
}

/** `IsPodReady`. */
export function isReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === 'True';
}

/** When a ready pod became ready, in milliseconds; 0 when it is not. */
export function readySince(pod: Pod): number {
  return isReady(pod) ? msOf(readyCondition(pod)?.lastTransitionTime) : 0;
}

/** `IsPodAvailable`: ready for as long as asked. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  if (!isReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = readySince(pod);
  return since > 0 && since + minReadySeconds * 1_000 <= now;
}

/** In how many milliseconds the next pod becomes available just by staying ready; undefined when none will. */
export function nextAvailable(
  pods: readonly Pod[],
  minReadySeconds: number,
  now: number,
): number | undefined {
  const waits = pods.flatMap((pod) =>
    isReady(pod) && !isAvailable(pod, minReadySeconds, now)
      ? [readySince(pod) + minReadySeconds * 1_000 - now]
      : [],
  );
  return waits.length > 0 ? Math.max(0, Math.min(...waits)) : undefined;
}

/**
 * `ActivePodsWithRanks`: the pods that should go first come first. `related` are the pods of all owners with the same owner: of two that are
 * alike, the one whose node has more of them goes first.
 */
export function byDeletionOrder(pods: readonly Pod[], related: readonly Pod[], now: number): Pod[] {
  const onNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec?.nodeName ?? '';
    if (isActive(pod)) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  }
  const ranked = pods.map((pod) => ({ pod, rank: onNode.get(pod.spec?.nodeName ?? '') ?? 0 }));
  return ranked.toSorted((a, b) => deletionOrder(a, b, now)).map(({ pod }) => pod);
}

interface Ranked {
  readonly pod: Pod;
  readonly rank: number;
}

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

function deletionOrder(a: Ranked, b: Ranked, now: number): number {
  return (
    assigned(a.pod) - assigned(b.pod) ||
    phase(a.pod) - phase(b.pod) ||
    Number(isReady(a.pod)) - Number(isReady(b.pod)) ||
    deletionCost(a.pod) - deletionCost(b.pod) ||
    b.rank - a.rank ||
    laterFirst(readySince(a.pod), readySince(b.pod), a.pod, b.pod, now) ||
    restarts(b.pod) - restarts(a.pod) ||
    laterFirst(createdAt(a.pod), createdAt(b.pod), a.pod, b.pod, now)
  );
}

function assigned({ spec }: Pod): number {
  return spec?.nodeName ? 1 : 0;
}

function phase({ status }: Pod): number {
  return PHASES[status?.phase ?? ''] ?? 0;
}

function deletionCost({ metadata }: Pod): number {
  const cost = metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '0';
  return /^-?(0|[1-9]\d*)$/.test(cost) ? Number(cost) : 0;
}

/** On a logarithmic scale, so that pods of about the same age go in an order that nobody can foresee: that of their uids. */
function laterFirst(a: number, b: number, podA: Pod, podB: Pod, now: number): number {
  if (a === b) return 0;
  if (a === 0 || b === 0) return a - b;
  return logarithm(now - a) - logarithm(now - b) || (uidOf(podA) < uidOf(podB) ? -1 : 1);
}

function logarithm(ms: number): number {
  return ms > 0 ? Math.floor(Math.log2(ms * 1e6)) : -1;
}

function createdAt({ metadata }: Pod): number {
  return msOf(metadata.creationTimestamp);
}

function restarts({ status }: Pod): number {
  return Math.max(
    0,
    ...(status?.containerStatuses ?? []).map(({ restartCount }: ContainerStatus) => restartCount),
  );
}

function readyCondition({ status }: Pod) {
  return status?.conditions?.find(({ type }) => type === 'Ready');
}

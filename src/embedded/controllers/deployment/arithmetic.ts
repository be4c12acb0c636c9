import type { Deployment, ReplicaSet } from '../../data/types.ts';
import { msOf } from '../../../api/times.ts';
import { nameOf } from '../runtime/owners.ts';
import { scaledValue } from '../workloads/int-or-percent.ts';
import { annotatedNumber, MAX_REPLICAS } from './annotations.ts';

/** Pure arithmetic of pkg/controller/deployment/util/deployment_util.go. All numbers are numbers of pods. */

/** What a deployment asks for. */
export function desiredReplicas({ spec }: Deployment): number {
  return spec.replicas ?? 1;
}

/** What a replica set asks for. */
export function specReplicas({ spec }: ReplicaSet): number {
  return spec.replicas ?? 1;
}

export function isRollingUpdate({ spec }: Deployment): boolean {
  return spec.strategy?.type !== 'Recreate';
}

/** `ResolveFenceposts`: at least one of the two is not zero, or nothing would ever move. */
export function fenceposts(deployment: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {};
  const desired = desiredReplicas(deployment);
  const surge = scaledValue(maxSurge, desired, 'up');
  const unavailable = scaledValue(maxUnavailable, desired, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** How many pods there may be above what is asked for. */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

/** How many may be missing. */
export function maxUnavailable(deployment: Deployment): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment) || desired === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, desired);
}

/** `NewRSNewReplicas`: the size of the new replica set; `all` includes it. */
export function newSetReplicas(deployment: Deployment, all: readonly ReplicaSet[], newSize: number): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const room = desired + maxSurge(deployment) - sum(all, specReplicas);
  return room <= 0 ? newSize : newSize + Math.min(room, desired - newSize);
}

/** One replica set and the size that it gets. */
export interface Resize {
  readonly set: ReplicaSet;
  readonly replicas: number;
}

/** `cleanupUnhealthyReplicas`: pods of old sets that are not available go first, at most `limit`. */
export function unhealthyResizes(old: readonly ReplicaSet[], limit: number): Resize[] {
  return takeDown(old, limit, (set) => specReplicas(set) - (set.status?.availableReplicas ?? 0));
}

/** `scaleDownOldReplicaSetsForRollingUpdate`: what may go without too few being available. */
export function healthyResizes(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  all: readonly ReplicaSet[],
): Resize[] {
  const least = desiredReplicas(deployment) - maxUnavailable(deployment);
  const available = sum(all, ({ status }) => status?.availableReplicas ?? 0);
  return takeDown(old, available - least, specReplicas);
}

/** `maxScaledDown` of `reconcileOldReplicaSets`. */
export function mayScaleDown(deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet): number {
  const least = desiredReplicas(deployment) - maxUnavailable(deployment);
  const newUnavailable = specReplicas(newSet) - (newSet.status?.availableReplicas ?? 0);
  return sum(all, specReplicas) - least - newUnavailable;
}

/** The proportional sizes of all active sets when a deployment is scaled in the middle of a rollout (`scale`, sync.go). */
export function proportionalResizes(deployment: Deployment, active: readonly ReplicaSet[]): Resize[] {
  const desired = desiredReplicas(deployment);
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0;
  const toAdd = allowed - sum(active, specReplicas);
  const sets = active.toSorted(
    (a, b) => specReplicas(b) - specReplicas(a) || (toAdd > 0 ? -1 : 1) * byAge(a, b),
  );
  let added = 0;
  const resizes = sets.map((set) => {
    const share = toAdd === 0 ? 0 : proportion(set, deployment, toAdd, added);
    added += share;
    return { set, replicas: specReplicas(set) + share };
  });
  const [largest, ...rest] = resizes;
  if (!largest) return [];
  // what rounding left goes to the largest
  return [{ ...largest, replicas: Math.max(0, largest.replicas + toAdd - added) }, ...rest];
}

/** Oldest first; by name among those of one second. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  return (
    msOf(a.metadata.creationTimestamp) - msOf(b.metadata.creationTimestamp) ||
    (nameOf(a) < nameOf(b) ? -1 : 1)
  );
}

export function sum(sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number): number {
  return sets.reduce((total, set) => total + of(set), 0);
}

/** `GetReplicaSetProportion`. */
function proportion(set: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (specReplicas(set) === 0 || toAdd === added) return 0;
  const fraction = fractionOf(set, deployment);
  const allowed = toAdd - added;
  return toAdd > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed);
}

function fractionOf(set: ReplicaSet, deployment: Deployment): number {
  const size = specReplicas(set);
  if (desiredReplicas(deployment) === 0) return -size;
  const maxNow = desiredReplicas(deployment) + maxSurge(deployment);
  const maxBefore = annotatedNumber(set, MAX_REPLICAS) || (deployment.status?.replicas ?? 0);
  return maxBefore === 0 ? 0 : Math.round((size * maxNow) / maxBefore) - size;
}

function takeDown(old: readonly ReplicaSet[], limit: number, most: (set: ReplicaSet) => number): Resize[] {
  const resizes: Resize[] = [];
  let left = limit;
  for (const set of old.toSorted(byAge)) {
    const count = Math.min(left, most(set));
    if (specReplicas(set) === 0 || count <= 0) continue;
    resizes.push({ set, replicas: specReplicas(set) - count });
    left -= count;
  }
  return resizes;
}

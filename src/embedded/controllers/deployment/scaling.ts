import type { Deployment, ReplicaSet } from '../../data/types.ts';
import type { ControllerContext } from '../runtime/controller.ts';
import { DEPLOYMENTS, REPLICA_SETS } from '../runtime/kinds.ts';
import { nameOf } from '../runtime/owners.ts';
import { annotatedNumber, DESIRED_REPLICAS, MAX_REPLICAS, revisionOf, withReplicas } from './annotations.ts';
import {
  byAge,
  desiredReplicas,
  isRollingUpdate,
  maxSurge,
  proportionalResizes,
  specReplicas,
  type Resize,
} from './arithmetic.ts';
import type { Sets } from './replica-sets.ts';

/** Whether somebody scaled the deployment since its sets were last sized (`isScalingEvent`). */
export function isScalingEvent({ deployment, newSet, old }: Sets): boolean {
  return activeOf(newSet ? [...old, newSet] : old).some(({ metadata }) => {
    const desired = metadata.annotations?.[DESIRED_REPLICAS];
    return desired !== undefined && /^\d+$/.test(desired) && Number(desired) !== desiredReplicas(deployment);
  });
}

/** `scale` (sync.go): one active set gets all; several, in the middle of a rollout, get their proportions. */
export function scale(context: ControllerContext, { deployment, newSet, old }: Sets): void {
  const all = newSet ? [...old, newSet] : old;
  const active = activeOf(all);
  const only = active.length === 0 ? (newSet ?? old.toSorted(byAge).at(-1)) : active[0];
  if (active.length <= 1) {
    if (only) resize(context, deployment, { set: only, replicas: desiredReplicas(deployment) });
    return;
  }
  if (newSet && isSaturated(deployment, newSet)) {
    for (const set of activeOf(old)) resize(context, deployment, { set, replicas: 0 });
    return;
  }
  if (!isRollingUpdate(deployment)) return;
  for (const change of proportionalResizes(deployment, active)) resize(context, deployment, change, true);
}

/** `scaleReplicaSet`: whether the size changed. With `always`, the annotations are brought up to date even when it did not. */
export function resize(
  context: ControllerContext,
  deployment: Deployment,
  { set, replicas }: Resize,
  always = false,
): boolean {
  const before = specReplicas(set);
  if (!always && before === replicas) return false;
  const desired = desiredReplicas(deployment);
  const max = desired + maxSurge(deployment);
  const isAnnotated =
    set.metadata.annotations?.[DESIRED_REPLICAS] === String(desired) &&
    set.metadata.annotations[MAX_REPLICAS] === String(max);
  if (before === replicas && isAnnotated) return false;
  const annotations = { ...withReplicas(set.metadata.annotations, desired, max) };
  const next = { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas } };
  context.client.update(REPLICA_SETS, next);
  if (before === replicas) return false;
  const way = before < replicas ? 'up' : 'down';
  const words = `Scaled ${way} replica set ${nameOf(set)} from ${String(before)} to ${String(replicas)}`;
  context.event(DEPLOYMENTS, deployment, 'Normal', 'ScalingReplicaSet', words);
  return true;
}

/** `cleanupDeployment`: old sets beyond `revisionHistoryLimit` go, the lowest revisions first. */
export function cleanUp(context: ControllerContext, { deployment, old }: Sets): void {
  const { revisionHistoryLimit } = deployment.spec;
  if (revisionHistoryLimit === undefined || revisionHistoryLimit === 2 ** 31 - 1) return;
  const alive = old.filter(({ metadata }) => !metadata.deletionTimestamp);
  const tooMany = Math.max(0, alive.length - revisionHistoryLimit);
  const ordered = alive.toSorted((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b));
  for (const set of ordered.slice(0, tooMany)) {
    const isSeen = (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
    const isEmpty = (set.status?.replicas ?? 0) === 0 && specReplicas(set) === 0;
    if (isSeen && isEmpty) context.client.delete(REPLICA_SETS, set);
  }
}

/** Sets that should have pods (`FilterActiveReplicaSets`). */
export function activeOf(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return sets.filter((set) => specReplicas(set) > 0);
}

/** `IsSaturated`. */
function isSaturated(deployment: Deployment, set: ReplicaSet): boolean {
  const desired = desiredReplicas(deployment);
  return (
    specReplicas(set) === desired &&
    annotatedNumber(set, DESIRED_REPLICAS) === desired &&
    (set.status?.availableReplicas ?? 0) === desired
  );
}

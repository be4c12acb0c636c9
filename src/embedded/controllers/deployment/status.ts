import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../data/types.ts';
import { nameOf } from '../runtime/owners.ts';
import { msOf } from '../../../api/times.ts';
import { desiredReplicas, maxUnavailable, specReplicas, sum } from './arithmetic.ts';
import {
  conditionOf,
  replicaFailure,
  withCondition,
  without,
  withProgress,
  type Saying,
} from './conditions.ts';

/** A deployment with its replica sets. */
export interface Rollout {
  readonly deployment: Deployment;
  readonly newSet: ReplicaSet | undefined;
  /** With the new one. */
  readonly all: readonly ReplicaSet[];
}

const NO_DEADLINE = 2 ** 31 - 1;

/** `calculateStatus`: counts, and whether enough is available. */
export function deploymentStatus({ deployment, newSet, all }: Rollout, now: number): DeploymentStatus {
  const available = sum(all, ({ status }) => status?.availableReplicas ?? 0);
  const terminating = terminatingReplicas(all);
  const { conditions = [], collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: sum(all, ({ status }) => status?.replicas ?? 0),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum(all, ({ status }) => status?.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(all, specReplicas) - available),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    conditions: [...withCondition(conditions, availability(deployment, available), now)],
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

/** `syncRolloutStatus`: the same with progress, its deadline, and what failed. */
export function rolloutStatus(rollout: Rollout, now: number): DeploymentStatus {
  const status = deploymentStatus(rollout, now);
  let conditions: readonly DeploymentCondition[] = status.conditions ?? [];
  if (hasDeadline(rollout.deployment)) conditions = withProgressOf(rollout, status, conditions, now);
  else conditions = without(conditions, 'Progressing');
  const failure = replicaFailure(rollout.newSet, rollout.all);
  conditions = failure ? withCondition(conditions, failure, now) : without(conditions, 'ReplicaFailure');
  return { ...status, conditions: [...conditions] };
}

/** `DeploymentComplete`: all pods are new and available. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = desiredReplicas(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** `HasProgressDeadline`. */
export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE;
}

/** In how many milliseconds the deadline passes; undefined when nothing is waited for (`requeueStuckDeployment`). */
export function deadlineIn(
  deployment: Deployment,
  status: DeploymentStatus,
  now: number,
): number | undefined {
  const current = conditionOf(deployment.status?.conditions, 'Progressing');
  if (!hasDeadline(deployment) || !current || isComplete(deployment, status)) return undefined;
  if (current.reason === 'ProgressDeadlineExceeded') return undefined;
  const deadline = (deployment.spec.progressDeadlineSeconds ?? 0) * 1_000;
  return Math.max(0, msOf(current.lastUpdateTime) + deadline - now) + 1_000;
}

function withProgressOf(
  { deployment, newSet }: Rollout,
  status: DeploymentStatus,
  conditions: readonly DeploymentCondition[],
  now: number,
): readonly DeploymentCondition[] {
  const current = conditionOf(deployment.status?.conditions, 'Progressing');
  const isDone = status.replicas === status.updatedReplicas && current?.reason === 'NewReplicaSetAvailable';
  if (isDone) return conditions;
  const what = newSet ? `ReplicaSet "${nameOf(newSet)}"` : `Deployment "${nameOf(deployment)}"`;
  const saying = (state: Saying['status'], reason: string, words: string): Saying => ({
    type: 'Progressing',
    status: state,
    reason,
    message: `${what} ${words}`,
  });
  if (isComplete(deployment, status))
    return withCondition(
      conditions,
      saying('True', 'NewReplicaSetAvailable', 'has successfully progressed.'),
      now,
    );
  if (isProgressing(deployment.status ?? {}, status))
    return withProgress(conditions, saying('True', 'ReplicaSetUpdated', 'is progressing.'), now);
  if (hasTimedOut(deployment, conditionOf(conditions, 'Progressing'), now))
    return withCondition(
      conditions,
      saying('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'),
      now,
    );
  return conditions;
}

/** `DeploymentProgressing`. */
function isProgressing(old: DeploymentStatus, now: DeploymentStatus): boolean {
  const grew = (key: 'updatedReplicas' | 'readyReplicas' | 'availableReplicas'): boolean =>
    (now[key] ?? 0) > (old[key] ?? 0);
  return (
    grew('updatedReplicas') ||
    oldPods(now) < oldPods(old) ||
    grew('readyReplicas') ||
    grew('availableReplicas')
  );
}

/** `DeploymentTimedOut`. */
function hasTimedOut(deployment: Deployment, current: DeploymentCondition | undefined, now: number): boolean {
  if (!current || current.reason === 'NewReplicaSetAvailable') return false;
  if (current.reason === 'ProgressDeadlineExceeded') return true;
  return msOf(current.lastUpdateTime) + (deployment.spec.progressDeadlineSeconds ?? 0) * 1_000 < now;
}

function availability(deployment: Deployment, available: number): Saying {
  const isEnough = available >= desiredReplicas(deployment) - maxUnavailable(deployment);
  return isEnough
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

/** Undefined when a set that was synced does not count them. */
function terminatingReplicas(all: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const { status } of all) {
    if (status?.terminatingReplicas === undefined && (status?.observedGeneration ?? 0) > 0) return undefined;
    total += status?.terminatingReplicas ?? 0;
  }
  return total;
}

function oldPods({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number {
  return replicas - updatedReplicas;
}

import type { Deployment, DeploymentStatus, Pod, ReplicaSet } from '../../data/types.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../runtime/kinds.ts';
import type { ObjectIndex } from '../runtime/object-index.ts';
import { controllerOf, keyOfObject, uidOf } from '../runtime/owners.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { claim } from '../workloads/claim.ts';
import { indexByOwner, orphansOf } from '../workloads/pod-indexes.ts';
import { isTerminal } from '../workloads/pods.ts';
import { isSame } from '../workloads/template-hash.ts';
import {
  healthyResizes,
  mayScaleDown,
  newSetReplicas,
  specReplicas,
  sum,
  unhealthyResizes,
  desiredReplicas,
  isRollingUpdate,
} from './arithmetic.ts';
import { conditionOf, withCondition } from './conditions.ts';
import { syncSets, type Sets } from './replica-sets.ts';
import { activeOf, cleanUp, isScalingEvent, resize, scale } from './scaling.ts';
import {
  deadlineIn,
  deploymentStatus,
  hasDeadline,
  isComplete,
  rolloutStatus,
  type Rollout,
} from './status.ts';

/** Rolls out deployments through replica sets (pkg/controller/deployment). */
export function startDeployments(parts: ControllerParts): Running {
  return new DeploymentController(parts).context;
}

class DeploymentController {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #sets: ObjectIndex<ReplicaSet>;
  readonly #pods: ObjectIndex<Pod>;

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'deployment-controller');
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    });
    this.#sets = indexByOwner(parts.store, REPLICA_SETS, (_owner, set) => {
      this.#onSet(set);
    });
    this.#pods = indexByOwner(parts.store, PODS, (_owner, pod) => {
      this.#onPod(pod);
    });
    this.context.onStop(this.#sets.stop);
    this.context.onStop(this.#pods.stop);
    this.context.feed(DEPLOYMENTS, this.#queue);
  }

  #onSet(set: ReplicaSet): void {
    const owner = controllerOf(set);
    if (owner) {
      this.#queue.add(`${set.metadata.namespace ?? ''}/${owner.name}`);
      return;
    }
    for (const deployment of this.context.client.list(DEPLOYMENTS, set.metadata.namespace)) {
      if (selectorMatches(deployment.spec.selector, set.metadata.labels))
        this.#queue.add(keyOfObject(deployment));
    }
  }

  /** Only of interest to a Recreate that waits for the last old pod to end. */
  #onPod(pod: Pod): void {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet' || !(isTerminal(pod) || pod.metadata.deletionTimestamp)) return;
    const { namespace } = pod.metadata;
    const set = this.context.client.get(REPLICA_SETS, namespace, owner.name);
    const above = set && controllerOf(set);
    const deployment = above && this.context.client.get(DEPLOYMENTS, namespace, above.name);
    if (deployment && !isRollingUpdate(deployment)) this.#queue.add(keyOfObject(deployment));
  }

  /** `syncDeployment`. */
  #sync(key: string): void {
    const deployment = this.context.client.byKey(DEPLOYMENTS, key);
    if (!deployment) return;
    if (isSame(deployment.spec.selector, {})) {
      this.#refuseSelector(deployment);
      return;
    }
    const sets = this.#setsOf(deployment);
    if (deployment.metadata.deletionTimestamp) {
      this.#syncStatus(syncSets(this.context, deployment, sets, false), deploymentStatus);
      return;
    }
    const current = this.#withPaused(deployment);
    if (current.spec.paused) this.#syncScale(syncSets(this.context, current, sets, false));
    else this.#rollOut(key, current, sets);
  }

  #rollOut(key: string, deployment: Deployment, sets: readonly ReplicaSet[]): void {
    const found = syncSets(this.context, deployment, sets, false);
    if (isScalingEvent(found)) {
      this.#syncScale(found);
      return;
    }
    const result = isRollingUpdate(deployment) ? this.#roll(found, sets) : this.#recreate(found, sets);
    const now = this.context.now();
    if (this.#syncStatus(result, rolloutStatus)) return;
    const rest = deadlineIn(result.deployment, result.deployment.status ?? {}, now);
    if (rest !== undefined) this.#queue.addAfter(key, rest);
  }

  /** `rolloutRolling`. */
  #roll(found: Sets, sets: readonly ReplicaSet[]): Sets {
    const result = found.newSet ? found : syncSets(this.context, found.deployment, sets, true);
    const { deployment, newSet, old } = result;
    if (!newSet) return result;
    const all = [...old, newSet];
    const wanted =
      specReplicas(newSet) > desiredReplicas(deployment)
        ? desiredReplicas(deployment)
        : newSetReplicas(deployment, all, specReplicas(newSet));
    if (resize(this.context, deployment, { set: newSet, replicas: wanted })) return result;
    if (this.#shrinkOld(deployment, newSet, activeOf(old), all)) return result;
    if (isComplete(deployment, deployment.status ?? {})) cleanUp(this.context, result);
    return result;
  }

  /** `reconcileOldReplicaSets`: whether any went smaller. */
  #shrinkOld(
    deployment: Deployment,
    newSet: ReplicaSet,
    old: readonly ReplicaSet[],
    all: readonly ReplicaSet[],
  ): boolean {
    const limit = mayScaleDown(deployment, all, newSet);
    if (sum(old, specReplicas) === 0 || limit <= 0) return false;
    const unhealthy = unhealthyResizes(old, limit);
    for (const change of unhealthy) resize(this.context, deployment, change);
    const rest = old.map((set) => this.context.client.fresh(REPLICA_SETS, set) ?? set);
    const healthy = healthyResizes(deployment, rest, [...rest, newSet]);
    for (const change of healthy) resize(this.context, deployment, change);
    return unhealthy.length + healthy.length > 0;
  }

  /** `rolloutRecreate`: the old pods end before the first new one begins. */
  #recreate(found: Sets, sets: readonly ReplicaSet[]): Sets {
    const { deployment, newSet, old } = found;
    const shrunk = activeOf(old).filter((set) => resize(this.context, deployment, { set, replicas: 0 }));
    if (shrunk.length > 0 || this.#oldPodsRun(newSet, old, sets)) return found;
    const result = newSet ? found : syncSets(this.context, deployment, sets, true);
    if (result.newSet)
      resize(this.context, deployment, { set: result.newSet, replicas: desiredReplicas(deployment) });
    if (isComplete(result.deployment, result.deployment.status ?? {})) cleanUp(this.context, result);
    return result;
  }

  #oldPodsRun(
    newSet: ReplicaSet | undefined,
    old: readonly ReplicaSet[],
    sets: readonly ReplicaSet[],
  ): boolean {
    if (sum(old, ({ status }) => status?.replicas ?? 0) > 0) return true;
    return sets
      .filter((set) => set.metadata.uid !== newSet?.metadata.uid)
      .some((set) => this.#pods.get(uidOf(set)).some((pod) => !isTerminal(pod)));
  }

  /** `sync`: sizes only, for deployments that were scaled or are paused. */
  #syncScale(found: Sets): void {
    scale(this.context, found);
    if (found.deployment.spec.paused) cleanUp(this.context, found);
    this.#syncStatus(found, deploymentStatus);
  }

  /** Whether there was something to write. */
  #syncStatus(
    { deployment, newSet, old }: Sets,
    statusOf: (rollout: Rollout, now: number) => DeploymentStatus,
  ): boolean {
    const all = newSet ? [...old, newSet] : old;
    const status = statusOf({ deployment, newSet, all }, this.context.now());
    if (isSame(withoutZeros(status), withoutZeros(deployment.status ?? {}))) return false;
    this.context.client.update(DEPLOYMENTS, { ...deployment, status }, 'status');
    return true;
  }

  #setsOf(deployment: Deployment): ReplicaSet[] {
    const { client } = this.context;
    const { selector } = deployment.spec;
    const own = this.#sets.get(uidOf(deployment));
    const orphans = this.#sets.get(orphansOf(deployment.metadata.namespace));
    const claimer = { client, ownerKind: DEPLOYMENTS, owner: deployment, selector, kind: REPLICA_SETS };
    return claim(claimer, [...own, ...orphans]);
  }

  /** `checkPausedConditions`: a paused deployment makes no progress and need not. */
  #withPaused(deployment: Deployment): Deployment {
    const conditions = deployment.status?.conditions ?? [];
    const reason = conditionOf(conditions, 'Progressing')?.reason;
    const { paused = false } = deployment.spec;
    if (!hasDeadline(deployment) || reason === 'ProgressDeadlineExceeded') return deployment;
    if (paused === (reason === 'DeploymentPaused')) return deployment;
    const [word, message] = paused
      ? (['DeploymentPaused', 'Deployment is paused'] as const)
      : (['DeploymentResumed', 'Deployment is resumed'] as const);
    const saying = { type: 'Progressing', status: 'Unknown', reason: word, message } as const;
    const next = [...withCondition(conditions, saying, this.context.now())];
    const draft = { ...deployment, status: { ...deployment.status, conditions: next } };
    return this.context.client.update(DEPLOYMENTS, draft, 'status');
  }

  #refuseSelector(deployment: Deployment): void {
    const words = 'This deployment is selecting all pods. A non-empty selector is required.';
    this.context.event(DEPLOYMENTS, deployment, 'Warning', 'SelectingAll', words);
    const { generation = 0 } = deployment.metadata;
    if ((deployment.status?.observedGeneration ?? 0) >= generation) return;
    const status = { ...deployment.status, observedGeneration: generation };
    this.context.client.update(DEPLOYMENTS, { ...deployment, status }, 'status');
  }
}

/** A count of zero is not written, but for `terminatingReplicas`. */
function withoutZeros(status: DeploymentStatus): object {
  const kept = Object.entries(status).filter(([key, value]) => value !== 0 || key === 'terminatingReplicas');
  return Object.fromEntries(kept);
}

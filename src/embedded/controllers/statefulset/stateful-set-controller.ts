import type { Pod, StatefulSet, StatefulSetStatus } from '../../data/types.ts';
import { hasCause } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from '../runtime/kinds.ts';
import type { ObjectIndex } from '../runtime/object-index.ts';
import { controllerOf, nameOf, uidOf } from '../runtime/owners.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { claim } from '../workloads/claim.ts';
import { indexByOwner, orphansOf } from '../workloads/pod-indexes.ts';
import { isAvailable, isReady, isTerminal, nextAvailable } from '../workloads/pods.ts';
import { revisionHash } from '../workloads/revision-hash.ts';
import {
  currentRevision,
  revisionsOf,
  templateIn,
  truncateHistory,
  type Historian,
} from '../workloads/revisions.ts';
import { isSame } from '../workloads/template-hash.ts';
import { claimsOf, ordinalOf, REVISION_LABEL, statefulPod } from './stateful-pods.ts';

/** Pods with a name and claims of their own, one after the other (pkg/controller/statefulset). `maxUnavailable` is taken as 1. */
export function startStatefulSets(parts: ControllerParts): Running {
  return new StatefulSetController(parts).context;
}

class StatefulSetController {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'statefulset-controller');
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    }, 20);
    this.#pods = indexByOwner(parts.store, PODS, (_owner, pod) => {
      const owner = controllerOf(pod);
      if (owner?.kind === 'StatefulSet') this.#queue.add(`${pod.metadata.namespace ?? ''}/${owner.name}`);
    });
    this.context.onStop(this.#pods.stop);
    this.context.feed(STATEFUL_SETS, this.#queue);
  }

  #sync(key: string): void {
    const set = this.context.client.byKey(STATEFUL_SETS, key);
    if (!set) return;
    const historian = this.#historianOf(set);
    const update = nameOf(currentRevision(historian));
    const pods = this.#podsOf(set);
    const failure = set.metadata.deletionTimestamp ? undefined : this.#move(set, pods, update);
    const after = this.#podsOf(set);
    this.#writeStatus(key, set, after, update);
    const live = new Set([update, set.status?.currentRevision ?? '', ...after.map(revisionOf)]);
    truncateHistory(historian, live, set.spec.revisionHistoryLimit ?? 10);
    if (failure !== undefined) throw failure;
  }

  #historianOf(set: StatefulSet): Historian<StatefulSet> {
    return {
      context: this.context,
      kind: STATEFUL_SETS,
      owner: set,
      template: set.spec.template,
      hashLabel: 'controller.kubernetes.io/hash',
      hash: (data) => revisionHash(data, set.status?.collisionCount),
    };
  }

  #podsOf(set: StatefulSet): Pod[] {
    const { client } = this.context;
    const orphans = this.#pods
      .get(orphansOf(set.metadata.namespace))
      .filter((pod) => ordinalOf(set, pod) >= 0);
    const claimer = { client, ownerKind: STATEFUL_SETS, owner: set, selector: set.spec.selector, kind: PODS };
    return claim(claimer, [...this.#pods.get(uidOf(set)), ...orphans]);
  }

  /** `updateStatefulSet`: one step; what follows comes with the next change. The API's refusal is returned. */
  #move(set: StatefulSet, pods: readonly Pod[], update: string): unknown {
    try {
      if (this.#fill(set, pods, update)) return undefined;
      if (this.#shrink(set, pods)) return undefined;
      this.#rollOut(set, pods, update);
    } catch (error) {
      return hasCause(error, 'NamespaceTerminating') ? undefined : error;
    }
    return undefined;
  }

  /** Ordinals in order; whether the first ones are still to come. */
  #fill(set: StatefulSet, pods: readonly Pod[], update: string): boolean {
    const [first, end] = rangeOf(set);
    const inOrder = set.spec.podManagementPolicy !== 'Parallel';
    const now = this.context.now();
    for (let ordinal = first; ordinal < end; ordinal += 1) {
      const pod = pods.find((one) => ordinalOf(set, one) === ordinal);
      if (!pod) this.#create(set, ordinal, this.#revisionFor(set, ordinal, update));
      else if (isTerminal(pod) && !pod.metadata.deletionTimestamp) this.#delete(set, pod);
      else if (!pod.metadata.deletionTimestamp && isAvailable(pod, set.spec.minReadySeconds ?? 0, now))
        continue;
      if (inOrder) return true;
    }
    return false;
  }

  /** Below the partition, and while a roll-out is on, missing pods come back as they were. */
  #revisionFor(set: StatefulSet, ordinal: number, update: string): string {
    const current = set.status?.currentRevision;
    const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    return current !== undefined && ordinal < partition ? current : update;
  }

  /** From the highest ordinal down. */
  #shrink(set: StatefulSet, pods: readonly Pod[]): boolean {
    const [first, end] = rangeOf(set);
    const condemned = pods
      .filter((pod) => ordinalOf(set, pod) >= end || ordinalOf(set, pod) < first)
      .toSorted((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
    const inOrder = set.spec.podManagementPolicy !== 'Parallel';
    for (const pod of condemned) {
      if (!pod.metadata.deletionTimestamp) this.#delete(set, pod);
      if (inOrder) return true;
    }
    return condemned.length > 0;
  }

  /** The highest ordinal that has the old template goes when all above it are well. */
  #rollOut(set: StatefulSet, pods: readonly Pod[], update: string): void {
    if (set.spec.updateStrategy?.type === 'OnDelete') return;
    const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    const ordered = pods.toSorted((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
    for (const pod of ordered.filter((one) => ordinalOf(set, one) >= partition)) {
      if (pod.metadata.deletionTimestamp) return;
      if (revisionOf(pod) !== update) {
        this.#delete(set, pod);
        return;
      }
      if (!isAvailable(pod, set.spec.minReadySeconds ?? 0, this.context.now())) return;
    }
  }

  #create(set: StatefulSet, ordinal: number, revision: string): void {
    const { client } = this.context;
    for (const draft of claimsOf(set, ordinal)) {
      if (!client.createIfAbsent(PERSISTENT_VOLUME_CLAIMS, draft)) continue;
      const pod = `${nameOf(set)}-${String(ordinal)}`;
      const words = `Create Claim ${nameOf(draft)} Pod ${pod} in StatefulSet ${nameOf(set)} success`;
      this.context.event(STATEFUL_SETS, set, 'Normal', 'SuccessfulCreate', words);
    }
    const pod = statefulPod(this.#withTemplateOf(set, revision), ordinal, revision);
    this.#told(set, 'Create', pod, () => client.create(PODS, pod));
  }

  /** The set as it was at a revision (`ApplyRevision`). */
  #withTemplateOf(set: StatefulSet, revision: string): StatefulSet {
    const found = revisionsOf(this.#historianOf(set)).find((one) => nameOf(one) === revision);
    const template = found && templateIn(found);
    return template ? { ...set, spec: { ...set.spec, template } } : set;
  }

  #delete(set: StatefulSet, pod: Pod): void {
    this.#told(set, 'Delete', pod, () => this.context.client.delete(PODS, pod));
  }

  /** `recordPodEvent`. */
  #told(set: StatefulSet, verb: 'Create' | 'Delete', pod: Pod, act: () => unknown): void {
    const what = `${verb} Pod ${nameOf(pod)} in StatefulSet ${nameOf(set)}`;
    try {
      act();
      this.context.event(STATEFUL_SETS, set, 'Normal', `Successful${verb}`, `${what} successful`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.context.event(STATEFUL_SETS, set, 'Warning', `Failed${verb}`, `${what} failed error: ${why}`);
      throw error;
    }
  }

  #writeStatus(key: string, set: StatefulSet, pods: readonly Pod[], update: string): void {
    const { minReadySeconds = 0 } = set.spec;
    const now = this.context.now();
    const own = pods.filter((pod) => ordinalOf(set, pod) >= 0);
    const alive = own.filter(({ metadata }) => !metadata.deletionTimestamp);
    const updated = alive.filter((pod) => revisionOf(pod) === update).length;
    const isRolledOut = updated === (set.spec.replicas ?? 1) && alive.filter(isReady).length === updated;
    const current = isRolledOut ? update : (set.status?.currentRevision ?? update);
    const status: StatefulSetStatus = {
      observedGeneration: set.metadata.generation ?? 0,
      replicas: own.length,
      readyReplicas: own.filter(isReady).length,
      currentReplicas: alive.filter((pod) => revisionOf(pod) === current).length,
      updatedReplicas: updated,
      currentRevision: current,
      updateRevision: update,
      collisionCount: set.status?.collisionCount ?? 0,
      availableReplicas: own.filter((pod) => isAvailable(pod, minReadySeconds, now)).length,
    };
    const fresh = this.context.client.fresh(STATEFUL_SETS, set);
    if (fresh && !isSame(withoutZeros(fresh.status), withoutZeros(status)))
      this.context.client.update(STATEFUL_SETS, { ...fresh, status }, 'status');
    const wait = nextAvailable(own, minReadySeconds, now);
    if (wait !== undefined) this.#queue.addAfter(key, wait);
  }
}

function revisionOf({ metadata }: Pod): string {
  return metadata.labels?.[REVISION_LABEL] ?? '';
}

function rangeOf({ spec }: StatefulSet): readonly [number, number] {
  const first = spec.ordinals?.start ?? 0;
  return [first, first + (spec.replicas ?? 1)];
}

function withoutZeros(status: StatefulSetStatus | undefined): object {
  return Object.fromEntries(Object.entries(status ?? {}).filter(([, value]) => value !== 0));
}

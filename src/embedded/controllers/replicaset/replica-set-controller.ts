import type { StoredObject } from '../../api/stored-object.ts';
import type { Pod } from '../../data/types.ts';
import { selectorMatches } from '../../../api/label-selector.ts';
import { hasCause } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { PODS } from '../runtime/kinds.ts';
import { controllerOf, isControlledBy, keyOfObject, uidOf } from '../runtime/owners.ts';
import { ObjectIndex } from '../runtime/object-index.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { claim } from '../workloads/claim.ts';
import { PodControl } from '../workloads/pod-control.ts';
import { indexByOwner, orphansOf } from '../workloads/pod-indexes.ts';
import { byDeletionOrder, isActive, isTerminating, nextAvailable } from '../workloads/pods.ts';
import type { ReplicaKind, ReplicaSpec } from './replica-set-kinds.ts';
import { isSameStatus, replicaSetStatus } from './replica-set-status.ts';

/** Pods made or deleted in one turn at most; the rest follows in the next, so that requests get their turn in between. */
const BATCH = 500;
/** For so long they are made or deleted in one turn, or for as long as it took to count those that are there. */
const BATCH_MS = 15;
/** Syncs of one owner are at least this far apart: each counts all its pods. */
const SPACING_MS = 20;

/** Keeps as many pods as asked (pkg/controller/replicaset/replica_set.go). */
export function startReplicas<T extends StoredObject>(parts: ControllerParts, kind: ReplicaKind<T>): Running {
  return new ReplicaController(parts, kind).context;
}

/** What `manageReplicas` did: what it was refused with, or whether there is more to make or delete. */
interface Managed {
  readonly error?: unknown;
  readonly more?: boolean;
}

class ReplicaController<T extends StoredObject> {
  readonly context: ControllerContext;
  readonly #kind: ReplicaKind<T>;
  readonly #control: PodControl<T>;
  readonly #queue: WorkQueue;
  readonly #pods: ObjectIndex<Pod>;
  /** The owners themselves by uid, to find who a pod belongs to. */
  readonly #owners: ObjectIndex<T>;

  constructor(parts: ControllerParts, kind: ReplicaKind<T>) {
    this.context = new ControllerContext(parts, kind.controller, kind.component);
    this.#kind = kind;
    this.#control = new PodControl(this.context, kind.kind);
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    }, SPACING_MS);
    this.#owners = indexByUid(parts, kind);
    this.#pods = indexByOwner(parts.store, PODS, (word, pod) => {
      this.#onPod(word, pod);
    });
    this.context.onStop(this.#pods.stop);
    this.context.onStop(this.#owners.stop);
    this.context.feed(kind.kind, this.#queue);
  }

  #onPod(word: string, pod: Pod): void {
    for (const owner of this.#owners.get(word)) this.#queue.add(keyOfObject(owner));
    if (controllerOf(pod) || pod.metadata.deletionTimestamp) return;
    for (const owner of this.context.client.list(this.#kind.kind, pod.metadata.namespace)) {
      if (selectorMatches(this.#kind.read(owner).selector, pod.metadata.labels))
        this.#queue.add(keyOfObject(owner));
    }
  }

  #sync(key: string): void {
    const { client, clock } = this.context;
    const start = clock.monotonic();
    const owner = client.byKey(this.#kind.kind, key);
    if (!owner) return;
    const spec = this.#kind.read(owner);
    const own = this.#pods.get(uidOf(owner));
    const candidates = [...own, ...this.#pods.get(orphansOf(owner.metadata.namespace))].filter(isActive);
    const claimer = { client, ownerKind: this.#kind.kind, owner, selector: spec.selector, kind: PODS };
    const active = claim(claimer, candidates);
    const { error, more = false } = owner.metadata.deletionTimestamp
      ? {}
      : this.#manage(owner, spec, active, start);
    this.#writeStatus(owner, spec, active, own, error);
    if (error !== undefined) throw error;
    if (more) this.#queue.addNow(key);
    const wait = nextAvailable(active, spec.minReadySeconds, this.context.now());
    if (wait !== undefined) this.#queue.addAfter(key, wait);
  }

  /** `manageReplicas`; `start`: when this sync began, by the monotonic clock. */
  #manage(owner: T, { replicas, template }: ReplicaSpec, active: readonly Pod[], start: number): Managed {
    const missing = replicas - active.length;
    const surplus = missing < 0 ? this.#inDeletionOrder(owner, active, -missing) : [];
    const counted = this.context.clock.monotonic();
    const until = counted + Math.max(BATCH_MS, counted - start);
    const most = Math.min(Math.abs(missing), BATCH);
    let done = 0;
    try {
      for (; done < most && (done === 0 || this.context.clock.monotonic() < until); done += 1) {
        const pod = surplus[done];
        if (pod) this.#control.delete(owner, pod);
        else this.#control.create(owner, template);
      }
    } catch (error) {
      // nothing can be made in a namespace that is going: no use in trying again
      return hasCause(error, 'NamespaceTerminating') ? {} : { error };
    }
    return { more: done < Math.abs(missing) };
  }

  #inDeletionOrder(owner: T, active: readonly Pod[], count: number): readonly Pod[] {
    if (count >= active.length) return active;
    return byDeletionOrder(active, this.#related(owner, active), this.context.now()).slice(0, count);
  }

  /** `getIndirectlyRelatedPods`: those of every owner with the same owner. */
  #related(owner: T, active: readonly Pod[]): readonly Pod[] {
    const above = controllerOf(owner)?.uid;
    if (above === undefined) return active;
    return this.context.client
      .list(this.#kind.kind, owner.metadata.namespace)
      .filter((other) => controllerOf(other)?.uid === above)
      .flatMap((other) => this.#pods.get(uidOf(other)));
  }

  #writeStatus(
    owner: T,
    { selector, replicas, minReadySeconds, template, status: old }: ReplicaSpec,
    active: readonly Pod[],
    own: readonly Pod[],
    error: unknown,
  ): void {
    const fresh = this.context.client.fresh(this.#kind.kind, owner);
    if (!fresh) return;
    const going = own.filter(
      (pod) =>
        isTerminating(pod) && isControlledBy(pod, owner) && selectorMatches(selector, pod.metadata.labels),
    );
    const facts = {
      generation: owner.metadata.generation ?? 0,
      replicas,
      minReadySeconds,
      templateLabels: template.metadata?.labels ?? {},
      old,
      active,
      ...(this.#kind.countsTerminating ? { terminating: going } : {}),
      ...(error === undefined ? {} : { failure: error instanceof Error ? error.message : 'unknown' }),
    };
    const status = replicaSetStatus(facts, this.context.now());
    if (isSameStatus(old, status)) return;
    this.context.client.update(this.#kind.kind, this.#kind.withStatus(fresh, status), 'status');
  }
}

function indexByUid<T extends StoredObject>(
  { store }: ControllerParts,
  { kind }: ReplicaKind<T>,
): ObjectIndex<T> {
  return new ObjectIndex<T>({ store, storage: kind.info.storage, wordsOf: (owner) => [uidOf(owner)] });
}

import { findKind, keyOf, RESOURCES, type ResourceInfo } from '../../api/resource-info.ts';
import type { StoredObject } from '../../api/stored-object.ts';
import type { OwnerReference } from '../../data/types.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { uidOf } from '../runtime/owners.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { OwnerGraph } from './graph.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
/** Dependents that are orphaned in one turn. */
const BATCH = 50;

/** Deletes what has lost its owners, and lets owners go that wait for it (pkg/controller/garbagecollector). */
export function startGarbageCollector(parts: ControllerParts): Running {
  return new GarbageCollector(parts).context;
}

/** What an object's owners are to it now. */
interface Owners {
  readonly solid: readonly OwnerReference[];
  readonly dangling: readonly OwnerReference[];
  /** Being deleted in the foreground. */
  readonly waiting: readonly OwnerReference[];
}

class GarbageCollector {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #graph = new OwnerGraph();
  readonly #kinds: ReadonlyMap<string, ResourceInfo>;
  /** Keys of the owners that are being deleted and wait, by uid. */
  readonly #waiting = new Map<string, string>();

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'generic-garbage-collector', 'garbage-collector-controller');
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    });
    this.#kinds = new Map(collectable().map((info) => [info.storage, info]));
    for (const [storage, info] of this.#kinds) {
      for (const { key, object } of parts.store.list(storage)) this.#put(`${storage} ${key}`, object, true);
      this.context.follow({ info }, ({ type, entry }) => {
        const key = `${storage} ${entry.key}`;
        if (type === 'DELETED') this.#remove(key, entry.object);
        else this.#put(key, entry.object, type === 'ADDED');
      });
    }
  }

  /** Only what may need an action is queued: an owner that is gone or going, or the object's own deletion. */
  #put(key: string, object: StoredObject, isNew: boolean): void {
    const { deletionTimestamp, finalizers = [], ownerReferences = [] } = object.metadata;
    if (this.#graph.put(key, object) || isNew) {
      const areAllThere = ownerReferences.every((reference) => this.#isSolid(object, reference));
      if (!areAllThere) this.#queue.add(key);
      for (const owner of this.#waiting.values()) this.#queue.add(owner);
    }
    if (!deletionTimestamp || !finalizers.some((name) => name === FOREGROUND || name === ORPHAN)) return;
    this.#waiting.set(uidOf(object), key);
    this.#queue.add(key);
  }

  #remove(key: string, object: StoredObject): void {
    const owners = this.#graph.remove(key);
    this.#waiting.delete(uidOf(object));
    for (const dependent of this.#graph.dependents(uidOf(object))) this.#queue.add(dependent);
    for (const { owner } of owners) {
      const waiting = this.#waiting.get(owner);
      if (waiting !== undefined) this.#queue.add(waiting);
    }
  }

  #sync(key: string): void {
    const space = key.indexOf(' ');
    const info = this.#kinds.get(key.slice(0, space));
    const object = info && this.context.client.byKey({ info }, key.slice(space + 1));
    if (!info || !object) return;
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    if (!deletionTimestamp) this.#collect(info, object);
    else if (finalizers.includes(FOREGROUND)) this.#deleteDependents(info, object);
    else if (finalizers.includes(ORPHAN)) this.#orphanDependents(key, info, object);
  }

  /** `attemptToDeleteItem`. */
  #collect(info: ResourceInfo, object: StoredObject): void {
    const { ownerReferences = [], finalizers = [], resourceVersion } = object.metadata;
    // a cluster-wide object cannot have an owner in a namespace: nobody can tell which, so it stays
    if (ownerReferences.length === 0 || hasOwnerOutOfReach(info, ownerReferences)) return;
    const { solid, dangling, waiting } = this.#classify(object, ownerReferences);
    if (solid.length > 0) {
      if (dangling.length + waiting.length > 0) this.#dropOwners(info, object, [...dangling, ...waiting]);
      return;
    }
    const hasDependents = this.#graph.dependents(uidOf(object)).length > 0;
    const propagationPolicy =
      waiting.length > 0 && hasDependents
        ? 'Foreground'
        : finalizers.includes(ORPHAN)
          ? 'Orphan'
          : finalizers.includes(FOREGROUND)
            ? 'Foreground'
            : 'Background';
    const preconditions = resourceVersion === undefined ? {} : { preconditions: { resourceVersion } };
    this.context.client.delete({ info }, object, { propagationPolicy, ...preconditions });
  }

  /** `processDeletingDependentsItem`: the owner goes when nothing blocks it any more. */
  #deleteDependents(info: ResourceInfo, owner: StoredObject): void {
    const blockers = this.#graph.blockers(uidOf(owner));
    if (blockers.length === 0) this.#dropFinalizer(info, owner, FOREGROUND);
    // all dependents go, but only the blocking ones are waited for
    for (const key of this.#graph.dependents(uidOf(owner)))
      if (!this.#isBeingDeleted(key)) this.#queue.add(key);
  }

  #isBeingDeleted(key: string): boolean {
    const space = key.indexOf(' ');
    const entry = this.context.store.get(key.slice(0, space), key.slice(space + 1));
    return entry?.object.metadata.deletionTimestamp !== undefined;
  }

  /** `attemptToOrphanWorker`. */
  #orphanDependents(key: string, info: ResourceInfo, owner: StoredObject): void {
    const dependents = this.#graph.dependents(uidOf(owner));
    for (const dependent of dependents.slice(0, BATCH)) {
      const space = dependent.indexOf(' ');
      const kind = this.#kinds.get(dependent.slice(0, space));
      const object = kind && this.context.client.byKey({ info: kind }, dependent.slice(space + 1));
      const references = object?.metadata.ownerReferences?.filter(({ uid }) => uid === uidOf(owner));
      if (kind && object && references) this.#dropOwners(kind, object, references);
    }
    if (dependents.length > BATCH) this.#queue.addNow(key);
    else this.#dropFinalizer(info, owner, ORPHAN);
  }

  #dropOwners(info: ResourceInfo, object: StoredObject, gone: readonly OwnerReference[]): void {
    const uids = new Set(gone.map(({ uid }) => uid));
    const ownerReferences = object.metadata.ownerReferences?.filter(({ uid }) => !uids.has(uid)) ?? [];
    this.context.client.update({ info }, { ...object, metadata: { ...object.metadata, ownerReferences } });
  }

  #dropFinalizer(info: ResourceInfo, object: StoredObject, name: string): void {
    const finalizers = object.metadata.finalizers?.filter((finalizer) => finalizer !== name) ?? [];
    this.context.client.update({ info }, { ...object, metadata: { ...object.metadata, finalizers } });
  }

  #classify(object: StoredObject, references: readonly OwnerReference[]): Owners {
    const solid: OwnerReference[] = [];
    const dangling: OwnerReference[] = [];
    const waiting: OwnerReference[] = [];
    for (const reference of references) {
      const owner = this.#ownerOf(object, reference);
      if (owner === undefined) dangling.push(reference);
      else if (owner !== 'unknown kind' && isDeletingDependents(owner)) waiting.push(reference);
      else solid.push(reference);
    }
    return { solid, dangling, waiting };
  }

  #isSolid(object: StoredObject, reference: OwnerReference): boolean {
    const owner = this.#ownerOf(object, reference);
    return owner === 'unknown kind' || (owner !== undefined && !isDeletingDependents(owner));
  }

  /** Undefined when it is gone. An owner of a kind that is not served here is taken on trust. */
  #ownerOf(
    object: StoredObject,
    { apiVersion, kind, name, uid }: OwnerReference,
  ): StoredObject | 'unknown kind' | undefined {
    const info = findKind(apiVersion, kind);
    if (!info) return 'unknown kind';
    const owner = this.context.store.get(info.storage, keyOf(info, object.metadata.namespace, name))?.object;
    return owner?.metadata.uid === uid ? owner : undefined;
  }
}

function isDeletingDependents({ metadata }: StoredObject): boolean {
  return Boolean(metadata.deletionTimestamp) && (metadata.finalizers?.includes(FOREGROUND) ?? false);
}

function hasOwnerOutOfReach(info: ResourceInfo, references: readonly OwnerReference[]): boolean {
  return (
    !info.namespaced && references.some(({ apiVersion, kind }) => findKind(apiVersion, kind)?.namespaced)
  );
}

function collectable(): ResourceInfo[] {
  const needed = ['delete', 'list', 'watch'];
  return RESOURCES.filter(
    ({ verbs, storage, group }) =>
      needed.every((verb) => verbs.includes(verb)) && storage !== 'events' && group !== 'events.k8s.io',
  );
}

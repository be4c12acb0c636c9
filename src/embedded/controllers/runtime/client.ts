import type { User, WriteContext } from '../../api/caller.ts';
import { keyOf } from '../../api/resource-info.ts';
import { StatusError } from '../../api/status.ts';
import { typed, type StoredObject } from '../../api/stored-object.ts';
import type { DeleteOptions } from '../../data/types.ts';
import { decodeValue } from '../../schema/decode.ts';
import type { Store } from '../../store/store.ts';
import type { PatchType, Target, Verbs } from '../../api/verbs.ts';
import type { Kind } from './kinds.ts';

/** What an object is called: any object fits. */
export interface Named {
  readonly metadata: { readonly name?: string; readonly namespace?: string; readonly uid?: string };
}

/** Which part of an object is written. */
type Part = 'status' | 'finalize' | 'scale' | 'binding';

/**
 * One controller's or kubelet's access to the cluster. Reads come straight from the store: always current, and never to be changed. Writes
 * go through the API like everybody's and throw `StatusError`.
 */
export class Client {
  readonly #store: Store;
  readonly #verbs: Verbs;
  readonly #user: User;
  readonly #manager: string;

  constructor(parts: { readonly store: Store; readonly verbs: Verbs }, user: User, manager: string) {
    this.#store = parts.store;
    this.#verbs = parts.verbs;
    this.#user = user;
    this.#manager = manager;
  }

  /** Undefined when there is none. */
  get<T extends StoredObject>(kind: Kind<T>, namespace: string | undefined, name: string): T | undefined {
    return this.byKey(kind, keyOf(kind.info, namespace, name));
  }

  /** By the key of its entry in the store. */
  byKey<T extends StoredObject>({ info }: Kind<T>, key: string): T | undefined {
    const entry = this.#store.get(info.storage, key);
    return entry && typed<T>(entry.object);
  }

  /** What an object that was read before is now; undefined when it is gone or another has its name. */
  fresh<T extends StoredObject>(kind: Kind<T>, object: T): T | undefined {
    const now = this.get(kind, object.metadata.namespace, object.metadata.name ?? '');
    return now?.metadata.uid === object.metadata.uid ? now : undefined;
  }

  /** Of one namespace, or all. */
  list<T extends StoredObject>({ info }: Kind<T>, namespace?: string): T[] {
    return this.#store.list(info.storage, namespace).map((entry) => typed<T>(entry.object));
  }

  /** `object` may share parts with stored objects: it is copied. */
  create<T extends StoredObject>(kind: Kind<T>, object: T): T {
    const target = this.#targetOf(kind, { metadata: { namespace: object.metadata.namespace ?? '' } });
    return typed<T>(this.#verbs.create(target, this.#draftOf(kind, object), this.#context()).object);
  }

  /** As `create`; undefined when the name is taken. */
  createIfAbsent<T extends StoredObject>(kind: Kind<T>, object: T): T | undefined {
    try {
      return this.create(kind, object);
    } catch (error) {
      if (isReason(error, 'AlreadyExists')) return undefined;
      throw error;
    }
  }

  /** Replaces the object, or the part that is named. `object` carries the resourceVersion that was read. */
  update<T extends StoredObject>(kind: Kind<T>, object: T, part?: Part): T {
    const target = this.#targetOf(kind, object, part);
    return typed<T>(this.#verbs.update(target, this.#draftOf(kind, object), this.#context()).object);
  }

  /** Only the parts that `body` names, as a merge patch unless another type is asked for. */
  patch<T extends StoredObject>(kind: Kind<T>, object: Named, body: unknown, type: PatchType = 'merge'): T {
    const target = this.#targetOf(kind, object);
    const patch = { type, body, fieldValidation: 'Ignore' as const };
    return typed<T>(this.#verbs.patch(target, patch, this.#context()).object);
  }

  /** Guarded by the object's uid. False when it was gone already. */
  delete<T extends StoredObject>(kind: Kind<T>, object: Named, options: DeleteOptions = {}): boolean {
    const { uid } = object.metadata;
    const preconditions = { ...options.preconditions, ...(uid === undefined ? {} : { uid }) };
    try {
      this.#verbs.delete(this.#targetOf(kind, object), { ...options, preconditions }, this.#context());
      return true;
    } catch (error) {
      if (isReason(error, 'NotFound') || isReason(error, 'Conflict')) return false;
      throw error;
    }
  }

  #context(): WriteContext {
    return { user: this.#user, manager: this.#manager, dryRun: false, warnings: [] };
  }

  #targetOf({ info }: Kind<StoredObject>, { metadata }: Named, subresource?: Part): Target {
    const { name, namespace = '' } = metadata;
    return {
      resource: info,
      ...(info.namespaced ? { namespace } : {}),
      ...(name === undefined ? {} : { name }),
      ...(subresource === undefined ? {} : { subresource }),
    };
  }

  #draftOf({ info }: Kind<StoredObject>, object: StoredObject): StoredObject {
    const { groupVersion: apiVersion, kind } = info;
    return decodeValue({ ...object, apiVersion, kind }, { apiVersion, kind }, 'Ignore').object;
  }
}

/** Whether the API refused with this reason, e.g. `NotFound`. */
export function isReason(error: unknown, reason: string): boolean {
  return error instanceof StatusError && error.status.reason === reason;
}

/** `HasStatusCause`: e.g. `NamespaceTerminating`. */
export function hasCause(error: unknown, cause: string): boolean {
  if (!(error instanceof StatusError)) return false;
  return error.status.details?.causes?.some(({ reason }) => reason === cause) ?? false;
}

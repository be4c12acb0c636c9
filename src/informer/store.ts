import type { KubeObject } from '../api/types.ts';

/** The present objects by namespace and name. Readers see every change as a whole; objects are never changed in place. */
export interface Store<T> {
  get(name: { readonly namespace?: string; readonly name: string }): T | undefined;
  /** A copy: safe to keep. */
  list(): readonly T[];
  readonly size: number;
}

/** What is told of each change, in order. Per uid: one add, any number of updates, at most one delete. */
export interface InformerHandler<T> {
  onAdd(object: T): void;
  onUpdate(before: T, now: T): void;
  /** `last` is what was last known: the server's last word, or after a gap our own. */
  onDelete(last: T): void;
}

/** The one writer of a store, and what keeps its handler's story consistent. */
export class StoreWriter<T extends KubeObject> implements Store<T> {
  readonly #handler: InformerHandler<T>;
  #objects = new Map<string, T>();

  constructor(handler: InformerHandler<T>) {
    this.#handler = handler;
  }

  get(name: { readonly namespace?: string; readonly name: string }): T | undefined {
    return this.#objects.get(keyOf(name));
  }

  list(): readonly T[] {
    return [...this.#objects.values()];
  }

  get size(): number {
    return this.#objects.size;
  }

  /** The object is there now, in this form. A form that is known already is no news. */
  put(object: T): void {
    const key = keyOf(object.metadata);
    const before = this.#objects.get(key);
    this.#objects.set(key, object);
    this.#tell(before, object);
  }

  /** The object is gone. That a predecessor of the one we know is gone is no news. */
  remove(last: T): void {
    const key = keyOf(last.metadata);
    const known = this.#objects.get(key);
    if (!known || known.metadata.uid !== last.metadata.uid) return;
    this.#objects.delete(key);
    this.#handler.onDelete(last);
  }

  /** A whole new list. Readers see it at once; a delete missed in the gap is told as a delete, before anything else. */
  replace(objects: readonly T[]): void {
    const before = this.#objects;
    this.#objects = new Map(objects.map((object) => [keyOf(object.metadata), object]));
    for (const [key, object] of before) if (!this.#objects.has(key)) this.#handler.onDelete(object);
    for (const [key, object] of this.#objects) this.#tell(before.get(key), object);
  }

  /** The same name with another uid is another object: its predecessor ended, even if nobody saw it. */
  #tell(before: T | undefined, now: T): void {
    if (!before) this.#handler.onAdd(now);
    else if (before.metadata.uid !== now.metadata.uid) {
      this.#handler.onDelete(before);
      this.#handler.onAdd(now);
    } else if (before.metadata.resourceVersion !== now.metadata.resourceVersion) {
      this.#handler.onUpdate(before, now);
    }
  }
}

function keyOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace ?? ''}/${name}`;
}

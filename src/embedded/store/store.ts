import type { Entry } from '../api/entry.ts';
import type { StoredObject } from '../api/stored-object.ts';

/** One write. A deletion carries the object as it was last, with the revision of the deletion as its resourceVersion. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly storage: string;
  readonly entry: Entry;
  /** What was there before; missing for ADDED. */
  readonly previous?: Entry;
}

/** A page of a list at some revision. */
export interface ListAt {
  /** All namespaces when missing. */
  readonly namespace?: string;
  /** Only keys behind this one. */
  readonly after?: string;
}

/**
 * The one revisioned log: every write gets the next revision, which is the only clock of the cluster. All methods are synchronous, so
 * that a read, a decision and a write in one turn of the event loop are one transaction. What was written is durable (kill -9 of this
 * process loses nothing) before the method returns and before anybody is told.
 *
 * `storage` names a collection: `ResourceInfo.storage`.
 */
export interface Store {
  /** Of the last write. */
  readonly revision: number;
  /** A watch or a list may go back as far as this; older is a 410. */
  readonly oldest: number;
  get(storage: string, key: string): Entry | undefined;
  /** Sorted by key, as the real server lists. The array is the caller's. */
  list(storage: string, namespace?: string): Entry[];
  count(storage: string): number;
  /** The collection as it was right after `revision`; undefined when that is older than `oldest` or still to come. */
  listAt(storage: string, revision: number, options?: ListAt): Entry[] | undefined;
  /**
   * Undefined when the key is taken. Sets `metadata.resourceVersion`; `object` is the store's from now on. Throws `StatusError` 500 for an
   * object of more than 2 MiB, as `replace` does.
   */
  create(storage: string, key: string, object: StoredObject): Entry | undefined;
  /** Undefined when what is there now is not of revision `expected` (or gone). */
  replace(storage: string, key: string, object: StoredObject, expected: number): Entry | undefined;
  /** The entry of the DELETED change, or undefined as in `replace`. */
  remove(storage: string, key: string, expected: number): Entry | undefined;
  /** Changes after `revision`, oldest first; undefined when that is older than `oldest`. */
  changesSince(storage: string, revision: number): Change[] | undefined;
  /** `listener` is called for every later change of the collection, in order, within the write. Returns how to end that. */
  subscribe(storage: string, listener: (change: Change) => void): () => void;
  /** Forgets the whole watch window, so that every older version is a 410: for tests. */
  compact(): void;
  close(): void;
}

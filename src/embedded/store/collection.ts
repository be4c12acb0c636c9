import type { StoredEntry } from './stored-entry.ts';
import type { Entry } from '../api/entry.ts';
import type { Change, ListAt } from './store.ts';

/** How many changes of one collection can be watched from the past. Each keeps the text of what it replaced. */
const WINDOW = 10_000;

/**
 * The objects of one kind, sorted by key, and the window of its last changes. Each kind has a window of its own, so that the heartbeats of
 * thousands of nodes do not push the pods' changes out.
 */
export class Collection {
  readonly #entries = new Map<string, StoredEntry>();
  /** Sorted by code unit, which for the names of Kubernetes is the byte order of etcd. */
  readonly #keys: string[] = [];
  #changes: Change[] = [];
  #oldest: number;

  constructor(oldest: number) {
    this.#oldest = oldest;
  }

  /** The collection as it is can be told from this revision on: changes after it are in the window. */
  get oldest(): number {
    return this.#oldest;
  }

  get size(): number {
    return this.#keys.length;
  }

  get(key: string): StoredEntry | undefined {
    return this.#entries.get(key);
  }

  list(namespace?: string): Entry[] {
    return this.#keysOf(namespace).flatMap((key) => this.#entries.get(key) ?? []);
  }

  /** Undoes the changes after `revision`, newest first. */
  listAt(revision: number, { namespace, after }: ListAt): Entry[] | undefined {
    const later = this.changesSince(revision);
    if (!later) return undefined;
    const then = new Map<string, Entry | undefined>();
    for (const change of later.toReversed()) then.set(change.entry.key, change.previous);
    const gone = [...then].flatMap(([key, entry]) => (entry && !this.#entries.has(key) ? [key] : []));
    const now = this.#keysOf(namespace);
    const keys =
      gone.length === 0 ? now : [...now, ...gone.filter((key) => isIn(key, namespace))].toSorted(byCodeUnit);
    return keys
      .slice(after === undefined ? 0 : firstAbove(keys, after))
      .flatMap((key) => (then.has(key) ? then.get(key) : this.#entries.get(key)) ?? []);
  }

  /** Changes after `revision`, oldest first; undefined when the window does not reach back so far. */
  changesSince(revision: number): Change[] | undefined {
    if (revision < this.#oldest) return undefined;
    let from = this.#changes.length;
    while (from > 0 && (this.#changes[from - 1]?.entry.revision ?? 0) > revision) from -= 1;
    return this.#changes.slice(from);
  }

  /** Puts what the disk held: no change. */
  load(entry: StoredEntry): void {
    this.#put(entry);
    this.#oldest = Math.max(this.#oldest, entry.revision);
  }

  /** Takes in a write. `entry` of a deletion is the object as it was last. */
  apply(change: Change, entry: StoredEntry): void {
    const before = this.#entries.get(entry.key);
    if (change.type === 'DELETED') this.#drop(entry.key);
    else this.#put(entry);
    before?.release();
    this.#changes.push(change);
    // in lots, so that a full window does not move ten thousand changes for each write
    if (this.#changes.length > WINDOW * 1.25) this.#forget(this.#changes.length - WINDOW);
  }

  /** Empties the window: nothing before `revision` can be told any more. */
  compact(revision: number): void {
    this.#changes = [];
    this.#oldest = revision;
  }

  #put(entry: StoredEntry): void {
    if (!this.#entries.has(entry.key)) this.#keys.splice(firstAbove(this.#keys, entry.key), 0, entry.key);
    this.#entries.set(entry.key, entry);
  }

  #drop(key: string): void {
    if (!this.#entries.delete(key)) return;
    this.#keys.splice(firstAbove(this.#keys, key) - 1, 1);
  }

  #forget(count: number): void {
    this.#oldest = this.#changes[count - 1]?.entry.revision ?? this.#oldest;
    this.#changes = this.#changes.slice(count);
  }

  #keysOf(namespace: string | undefined): string[] {
    if (namespace === undefined) return this.#keys;
    // '0' comes right behind '/'
    return this.#keys.slice(firstAbove(this.#keys, `${namespace}/`), firstAbove(this.#keys, `${namespace}0`));
  }
}

function isIn(key: string, namespace: string | undefined): boolean {
  return namespace === undefined || key.startsWith(`${namespace}/`);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where the first key behind `key` stands: binary search; one past the end when there is none. */
function firstAbove(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  // keys mostly arrive in order
  if (high > 0 && (keys[high - 1] ?? '') <= key) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

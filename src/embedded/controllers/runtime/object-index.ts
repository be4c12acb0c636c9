import { typed, type StoredObject } from '../../api/stored-object.ts';
import type { Change, Store } from '../../store/store.ts';

/** What an index stands on. */
export interface IndexOptions<T extends StoredObject> {
  readonly store: Store;
  readonly storage: string;
  /** Under which words an object is found; none for objects that do not matter. */
  readonly wordsOf: (object: T) => readonly string[];
  /** Called after each change with every word under which the object was or is found. Must not throw. */
  readonly onChange?: (word: string, change: Change) => void;
}

/** Objects of one kind by a word, e.g. pods by the uid of their controller; follows the store. An informer's indexer. */
export class ObjectIndex<T extends StoredObject> {
  readonly #options: IndexOptions<T>;
  readonly #keys = new Map<string, Set<string>>();
  readonly #words = new Map<string, readonly string[]>();
  /** Ends it. */
  readonly stop: () => void;

  constructor(options: IndexOptions<T>) {
    this.#options = options;
    for (const { key, object } of options.store.list(options.storage)) this.#put(key, typed<T>(object));
    this.stop = options.store.subscribe(options.storage, (change) => {
      this.#follow(change);
    });
  }

  /** In no promised order. The objects are the store's. */
  get(word: string): T[] {
    const { store, storage } = this.#options;
    const found: T[] = [];
    for (const key of this.#keys.get(word) ?? []) {
      const entry = store.get(storage, key);
      if (entry) found.push(typed<T>(entry.object));
    }
    return found;
  }

  /** How many objects are found under a word. */
  count(word: string): number {
    return this.#keys.get(word)?.size ?? 0;
  }

  /** Every word that finds something. */
  words(): Iterable<string> {
    return this.#keys.keys();
  }

  #follow(change: Change): void {
    const { key } = change.entry;
    const before = this.#words.get(key) ?? [];
    if (change.type === 'DELETED') this.#drop(key);
    else this.#put(key, typed<T>(change.entry.object));
    const { onChange } = this.#options;
    if (!onChange) return;
    const now = this.#words.get(key) ?? [];
    for (const word of now) onChange(word, change);
    for (const word of before) if (!now.includes(word)) onChange(word, change);
  }

  #put(key: string, object: T): void {
    const words = this.#options.wordsOf(object);
    const before = this.#words.get(key);
    if (before && before.length === words.length && before.every((word, at) => word === words[at])) return;
    if (before) this.#drop(key);
    if (words.length === 0) return;
    this.#words.set(key, words);
    for (const word of words) {
      const keys = this.#keys.get(word);
      if (keys) keys.add(key);
      else this.#keys.set(word, new Set([key]));
    }
  }

  #drop(key: string): void {
    for (const word of this.#words.get(key) ?? []) {
      const keys = this.#keys.get(word);
      keys?.delete(key);
      if (keys?.size === 0) this.#keys.delete(word);
    }
    this.#words.delete(key);
  }
}

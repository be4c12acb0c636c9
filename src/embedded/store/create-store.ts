import { StatusError } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { Collection } from './collection.ts';
import type { Disk } from './disk.ts';
import type { Entry } from '../api/entry.ts';
import type { Change, Store } from './store.ts';
import { StoredEntry } from './stored-entry.ts';

/** An object's JSON may be so many characters: about what etcd takes (`--max-request-bytes`, 1.5 MiB of protobuf). */
const MOST_CHARACTERS = 2 * 1024 * 1024;

type Listener = (change: Change) => void;

/** A store that goes on where `disk` stopped; without one it lives and dies with the process. */
export function createStore(disk?: Disk): Store {
  const collections = new Map<string, Collection>();
  const listeners = new Map<string, Set<Listener>>();
  const untold: Change[] = [];
  let telling = false;
  let revision = 0;
  let oldest = 0;
  if (disk) loadFrom(disk);

  return {
    get revision() {
      return revision;
    },
    get oldest() {
      return oldest;
    },
    get: (storage, key) => collections.get(storage)?.get(key),
    list: (storage, namespace) => collections.get(storage)?.list(namespace) ?? [],
    count: (storage) => collections.get(storage)?.size ?? 0,
    listAt: (storage, at, options = {}) =>
      at > revision || at < oldest ? undefined : collectionOf(storage).listAt(at, options),
    changesSince: (storage, since) =>
      since < oldest ? undefined : collectionOf(storage).changesSince(since),
    create(storage, key, object) {
      if (collectionOf(storage).get(key)) return undefined;
      return written('ADDED', storage, key, object);
    },
    replace(storage, key, object, expected) {
      const previous = collectionOf(storage).get(key);
      return previous?.revision === expected
        ? written('MODIFIED', storage, key, object, previous)
        : undefined;
    },
    remove(storage, key, expected) {
      const previous = collectionOf(storage).get(key);
      if (previous?.revision !== expected) return undefined;
      const object = { ...previous.object, metadata: { ...previous.object.metadata } };
      return written('DELETED', storage, key, object, previous);
    },
    subscribe(storage, listener) {
      const all = listeners.get(storage) ?? new Set();
      listeners.set(storage, all.add(listener));
      return () => all.delete(listener);
    },
    compact() {
      oldest = revision;
      for (const collection of collections.values()) collection.compact(revision);
    },
    close: () => disk?.close(),
  };

  function loadFrom(source: Disk): void {
    const { rows, deletions } = source.load();
    for (const [storage, at] of deletions) collections.set(storage, new Collection(at));
    for (const { storage, key, revision: at, text } of rows) {
      collectionOf(storage).load(new StoredEntry(key, at, text));
    }
    revision = Math.max(0, ...Array.from(collections.values(), (collection) => collection.oldest));
  }

  function collectionOf(storage: string): Collection {
    let collection = collections.get(storage);
    if (!collection) {
      // nothing was ever written here: its past is known
      collection = new Collection(oldest);
      collections.set(storage, collection);
    }
    return collection;
  }

  /** To the disk first: what cannot be made durable did not happen. */
  function written(
    type: Change['type'],
    storage: string,
    key: string,
    object: StoredObject,
    previous?: Entry,
  ): Entry {
    const next = revision + 1;
    object.metadata.resourceVersion = String(next);
    const entry = new StoredEntry(key, next, JSON.stringify(object), object);
    if (type !== 'DELETED' && entry.text.length > MOST_CHARACTERS)
      throw new StatusError(500, '', 'etcdserver: request is too large');
    if (type === 'DELETED') disk?.remove(storage, key, next);
    else disk?.put({ storage, key, revision: next, text: entry.text });
    revision = next;
    const change: Change = previous ? { type, storage, entry, previous } : { type, storage, entry };
    collectionOf(storage).apply(change, entry);
    tell(change);
    return entry;
  }

  /** A listener that writes causes further changes: these wait until everybody has heard of this one, so that all see the same order. */
  function tell(change: Change): void {
    untold.push(change);
    if (telling) return;
    telling = true;
    try {
      for (let next = untold.shift(); next; next = untold.shift()) {
        const told = [...(listeners.get(next.storage) ?? [])];
        for (const listener of told) listener(next);
      }
    } finally {
      telling = false;
    }
  }
}

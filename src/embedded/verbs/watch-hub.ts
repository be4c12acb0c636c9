import type { ResourceInfo } from '../api/resource-info.ts';
import type { Entry } from '../api/entry.ts';
import type { Change } from '../store/store.ts';
import { attributeReader, rememberingReader, type AttributeReader } from './attributes.ts';
import type { VerbsParts } from './parts.ts';
import type { Watcher } from './watcher.ts';
import { Telling } from './watch-event.ts';

/** The field by which the watchers of pods are found. */
export const NODE = 'spec.nodeName';

/** Whose changes a watcher may care about; the more is given, the less often it is asked. */
export interface Scope {
  /** The key of one object. */
  readonly key?: string | undefined;
  /** The node that pods are on. */
  readonly node?: string | undefined;
  readonly namespace?: string | undefined;
}

/**
 * Hands each write to the watchers that may care: they are found by collection, and in it by object, node or namespace
 * (`indexedWatchers`, apiserver/pkg/storage/cacher/cacher.go). Thousands of watches of single nodes or objects then cost a write nothing.
 */
export class WatchHub {
  readonly #parts: VerbsParts;
  readonly #collections = new Map<string, Subscribers>();
  readonly #readers = new Map<string, AttributeReader>();

  constructor(parts: VerbsParts) {
    this.#parts = parts;
  }

  /** All watchers of a collection share what was read of an object. */
  attributesOf(resource: ResourceInfo): AttributeReader {
    const { storage } = resource;
    const known = this.#readers.get(storage);
    if (known) return known;
    const { store } = this.#parts;
    const read = rememberingReader(
      attributeReader(this.#parts, resource),
      (entry) => store.get(storage, entry.key) === entry,
    );
    this.#readers.set(storage, read);
    return read;
  }

  /** Returns how to end that. */
  add(resource: ResourceInfo, scope: Scope, watcher: Watcher): () => void {
    const collection = this.#collections.get(resource.storage) ?? this.#open(resource);
    collection.add(scope, watcher);
    return () => {
      if (collection.remove(scope, watcher) > 0) return;
      collection.close();
      this.#collections.delete(resource.storage);
    };
  }

  #open(resource: ResourceInfo): Subscribers {
    const { storage } = resource;
    const read = this.attributesOf(resource);
    const collection = new Subscribers(read, (tell) => this.#parts.store.subscribe(storage, tell));
    this.#collections.set(storage, collection);
    return collection;
  }
}

/** The watchers of one collection. */
class Subscribers {
  /** By what `address` says of their scope. */
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #read: AttributeReader;
  readonly #unsubscribe: () => void;
  #count = 0;
  /** How many watch the pods of one node: only they make us look at nodes. */
  #byNode = 0;

  constructor(read: AttributeReader, subscribe: (listener: (change: Change) => void) => () => void) {
    this.#read = read;
    this.#unsubscribe = subscribe((change) => {
      this.#tell(change);
    });
  }

  add(scope: Scope, watcher: Watcher): void {
    const address = addressOf(scope);
    const watchers = this.#watchers.get(address) ?? new Set();
    this.#watchers.set(address, watchers.add(watcher));
    this.#count += 1;
    if (isByNode(scope)) this.#byNode += 1;
  }

  /** How many are left. */
  remove(scope: Scope, watcher: Watcher): number {
    const address = addressOf(scope);
    const watchers = this.#watchers.get(address);
    if (!watchers?.delete(watcher)) return this.#count;
    if (watchers.size === 0) this.#watchers.delete(address);
    this.#count -= 1;
    if (isByNode(scope)) this.#byNode -= 1;
    return this.#count;
  }

  close(): void {
    this.#unsubscribe();
  }

  #tell(change: Change): void {
    const telling = new Telling(change);
    for (const address of this.#addressesOf(change)) {
      for (const watcher of this.#watchers.get(address) ?? []) watcher.tell(telling);
    }
  }

  #addressesOf({ entry, previous }: Change): Set<string> {
    const slash = entry.key.indexOf('/');
    const addresses = [addressOf({}), addressOf({ key: entry.key })];
    if (slash >= 0) addresses.push(addressOf({ namespace: entry.key.slice(0, slash) }));
    if (this.#byNode > 0) {
      addresses.push(addressOf({ node: this.#nodeOf(entry) }));
      if (previous) addresses.push(addressOf({ node: this.#nodeOf(previous) }));
    }
    return new Set(addresses);
  }

  #nodeOf(entry: Entry): string {
    return this.#read(entry).fields[NODE] ?? '';
  }
}

function addressOf({ key, node, namespace }: Scope): string {
  if (key !== undefined) return `key ${key}`;
  if (node !== undefined) return `node ${node}`;
  return namespace === undefined ? 'all' : `namespace ${namespace}`;
}

function isByNode({ key, node }: Scope): boolean {
  return key === undefined && node !== undefined;
}

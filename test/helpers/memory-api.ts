import type {
  CallOptions,
  ClusterApi,
  ListOptions,
  ListPage,
  ObjectName,
  WatchEvent,
  WatchOptions,
} from '../../src/api/cluster-api.ts';
import { ApiError, UnreachableError } from '../../src/api/errors.ts';
import { NAMESPACES, PODS, type Resource } from '../../src/api/resources.ts';
import type { KubeObject } from '../../src/api/types.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { MemoryWatch, type Change } from './memory-watch.ts';
import { FaultyCalls } from './memory-faults.ts';
import {
  bound,
  checkUid,
  conflict,
  createdForm,
  keyOf,
  mergePatch,
  needsGrace,
  notFound,
  timestamp,
  typed,
  versioned,
  whyNotBindable,
} from './memory-verbs.ts';
import { matcher } from './selectors.ts';

/**
 * A ClusterApi on a revision log in memory, behaving as the real server does where the contract suite looks, with
 * hooks to break it. Objects handed out are frozen. There are no nodes' kubelets: nobody makes a pod Running or
 * finishes a graceful deletion; tests do that with `put` and `remove`.
 */
export class MemoryApi extends FaultyCalls implements ClusterApi {
  readonly #clock: Clock;
  readonly #stored = new Map<string, Map<string, KubeObject>>();
  readonly #watches = new Set<MemoryWatch>();
  #log: Change[] = [];
  /** Snapshots that lists go on reading, by continue token. */
  #pages = new Map<string, { readonly items: readonly KubeObject[]; readonly resourceVersion: string }>();
  #revision = 0;
  #compacted = 0;

  constructor(clock: Clock = systemClock) {
    super();
    this.#clock = clock;
    for (const name of ['default', 'kube-system']) this.put(NAMESPACES, { metadata: { name } });
  }

  async list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<ListPage<T>> {
    return this.call('list', options, () => {
      const rest = options.continue ? this.#pages.get(options.continue) : this.#snapshot(resource, options);
      if (!rest) throw new ApiError(410, 'Expired', 'The provided continue parameter is too old');
      const items = rest.items.slice(0, options.limit);
      const page = { items: typed<readonly T[]>(items), resourceVersion: rest.resourceVersion };
      if (items.length === rest.items.length) return page;
      const token = `${rest.resourceVersion}:${this.#pages.size}`;
      this.#pages.set(token, { ...rest, items: rest.items.slice(items.length) });
      return { ...page, continue: token };
    });
  }

  async *watch<T extends KubeObject>(
    resource: Resource<T>,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void> {
    await this.call('watch', options, () => undefined);
    const since = Number(options.resourceVersion);
    if (since < this.#compacted) {
      throw new ApiError(410, 'Expired', `too old resource version: ${since} (${this.#compacted})`);
    }
    const watch = new MemoryWatch(resource.plural, options, this.#clock, () => this.#bookmark());
    for (const change of this.#log) if (change.revision > since) watch.push(change);
    this.#watches.add(watch);
    try {
      for (let event = await watch.next(); event; event = await watch.next())
        yield typed<WatchEvent<T>>(event);
    } finally {
      this.#watches.delete(watch);
      watch.close();
    }
  }

  async get<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    options?: CallOptions,
  ): Promise<T> {
    return this.call('get', options, () => {
      const found = this.#find(resource, name);
      if (name.uid && found.metadata.uid !== name.uid) throw notFound(resource, name.name);
      return found;
    });
  }

  async create<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options?: CallOptions & { readonly unread?: boolean },
  ): Promise<T> {
    const stored = await this.#create(resource, object, options);
    return options?.unread ? object : stored;
  }

  async #create<T extends KubeObject>(resource: Resource<T>, object: T, options?: CallOptions): Promise<T> {
    return this.call('create', options, () => {
      const form = createdForm(resource, object, this.#clock.now());
      if (this.#collection(resource).has(keyOf(resource, form.metadata))) {
        const { name } = object.metadata;
        throw new ApiError(409, 'AlreadyExists', `${resource.plural} "${name}" already exists`);
      }
      return this.#write(resource, { ...form, metadata: { ...form.metadata, uid: crypto.randomUUID() } });
    });
  }

  async patch<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    patch: object,
    options?: CallOptions & { readonly subresource?: 'status' },
  ): Promise<T> {
    return this.call('patch', options, () => {
      const old = this.#find(resource, name);
      checkUid(resource, old, name);
      const patched = mergePatch(resource, old, patch, options?.subresource);
      return patched === old ? old : this.#write(resource, patched);
    });
  }

  async delete(
    resource: Resource<KubeObject>,
    name: ObjectName,
    options?: CallOptions & { readonly gracePeriodSeconds?: number },
  ): Promise<void> {
    return this.call('delete', options, () => {
      const old = this.#find(resource, name);
      checkUid(resource, old, name);
      if (options?.gracePeriodSeconds === 0 || !needsGrace(resource, old)) this.remove(resource, name);
      else if (!old.metadata.deletionTimestamp) {
        const deletionTimestamp = timestamp(this.#clock.now());
        this.#write(resource, { ...old, metadata: { ...old.metadata, deletionTimestamp } });
      }
    });
  }

  async bind(name: ObjectName, node: string, options?: CallOptions): Promise<void> {
    return this.call('bind', options, () => {
      const pod = this.#find(PODS, name);
      checkUid(PODS, pod, name);
      const refusal = whyNotBindable(pod);
      if (refusal) throw conflict('pods/binding', name.name, refusal);
      this.#write(PODS, bound(pod, node, timestamp(this.#clock.now())));
    });
  }

  async version(options?: CallOptions): Promise<string> {
    return this.call('version', options, () => 'v1.37.2');
  }

  /** Stores the object as it is, status included, whether it was there or not (as kubelets and controllers would). */
  put<T extends KubeObject>(resource: Resource<T>, object: T): T {
    const metadata = { ...object.metadata, uid: object.metadata.uid ?? crypto.randomUUID() };
    return this.#write(resource, { ...object, metadata });
  }

  /** Takes the object away at once. */
  remove(resource: Resource<KubeObject>, name: ObjectName): void {
    const object = this.#find(resource, name);
    this.#collection(resource).delete(keyOf(resource, name));
    this.#append({
      plural: resource.plural,
      object: versioned(object, (this.#revision += 1)),
      previous: object,
      deleted: true,
    });
  }

  /** Everything stored of one kind, in the order of the real server (by namespace and name). */
  all<T extends KubeObject>(resource: Resource<T>): readonly T[] {
    return [...this.#collection(resource).entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  /** Ends every open watch: broken by default, normally (as at its timeout) with `null`. */
  dropWatches(error: Error | null = new UnreachableError('memory', new Error('dropped by the test'))): void {
    for (const watch of this.#watches) watch.end(error);
  }

  /** Open watches hear nothing any more, but stay open. */
  silenceWatches(): void {
    for (const watch of this.#watches) watch.silent = true;
  }

  /** Every open watch gets a bookmark. */
  bookmark(): void {
    for (const watch of this.#watches) watch.deliver(this.#bookmark());
  }

  /** Forgets the history: watches from before now and continue tokens answer 410. Open watches go on. */
  expire(): void {
    this.#revision += 1;
    this.#compacted = this.#revision;
    this.#log = [];
    this.#pages = new Map();
  }

  /** How many watches are open now, of one resource or of all. */
  openWatches(resource?: Resource<KubeObject>): number {
    return [...this.#watches].filter(({ plural }) => !resource || plural === resource.plural).length;
  }

  #bookmark(): WatchEvent<KubeObject> {
    return { type: 'BOOKMARK', resourceVersion: String(this.#revision) };
  }

  #snapshot<T extends KubeObject>(
    resource: Resource<T>,
    options: ListOptions,
  ): { items: readonly T[]; resourceVersion: string } {
    return { items: this.all(resource).filter(matcher(options)), resourceVersion: String(this.#revision) };
  }

  /** The one place where the store, which holds all kinds, is read as one kind. */
  #collection<T extends KubeObject>(resource: Resource<T>): Map<string, T> {
    let objects = this.#stored.get(resource.plural);
    if (!objects) this.#stored.set(resource.plural, (objects = new Map()));
    return typed<Map<string, T>>(objects);
  }

  #find<T extends KubeObject>(resource: Resource<T>, name: ObjectName): T {
    const object = this.#collection(resource).get(keyOf(resource, name));
    if (!object) throw notFound(resource, name.name);
    return object;
  }

  #write<T extends KubeObject>(resource: Resource<T>, object: T): T {
    const key = keyOf(resource, object.metadata);
    const previous = this.#collection(resource).get(key);
    const stored = versioned(object, (this.#revision += 1));
    this.#collection(resource).set(key, stored);
    this.#append({ plural: resource.plural, object: stored, previous, deleted: false });
    return stored;
  }

  #append(change: Omit<Change, 'revision'>): void {
    const recorded = { ...change, revision: this.#revision };
    this.#log.push(recorded);
    for (const watch of this.#watches) watch.push(recorded);
  }
}

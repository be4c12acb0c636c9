import { createLocalApi } from '../../src/embedded/local-api.ts';
import { MASTERS } from '../../src/embedded/api/caller.ts';
import { findResource, keyOf, type ResourceInfo } from '../../src/embedded/api/resource-info.ts';
import { servedForm, storedForm } from '../../src/embedded/kinds/stored-form.ts';
import { decodeValue } from '../../src/embedded/schema/decode.ts';
import { createStore } from '../../src/embedded/store/create-store.ts';
import { createVerbs } from '../../src/embedded/verbs/verbs.ts';
import type {
  CallOptions,
  ClusterApi,
  ListOptions,
  ListPage,
  ObjectName,
  WatchEvent,
  WatchOptions,
} from '../../src/api/cluster-api.ts';
import { UnreachableError } from '../../src/api/errors.ts';
import { NAMESPACES, type Resource } from '../../src/api/resources.ts';
import type { KubeObject } from '../../src/api/types.ts';
import { systemClock, type Clock } from '../../src/lib/clock.ts';
import { PERMISSIVE } from './embedded-verbs.ts';
import { FaultyCalls } from './memory-faults.ts';
import { MemoryWatch } from './memory-watch.ts';

/**
 * The embedded cluster's API in this process, with hooks to break it. There are no controllers and no kubelets: nobody makes a pod Running or
 * finishes a graceful deletion; tests do that with `put` and `remove`.
 */
export class MemoryApi extends FaultyCalls implements ClusterApi {
  readonly #clock: Clock;
  readonly #store = createStore();
  readonly #api: ClusterApi;
  readonly #watches = new Set<MemoryWatch>();

  constructor(clock: Clock = systemClock) {
    super();
    this.#clock = clock;
    const parts = { store: this.#store, clock, random: Math.random, virtual: new Map() };
    const user = { name: 'tester', groups: [MASTERS] };
    this.#api = createLocalApi(createVerbs({ ...parts, admission: PERMISSIVE }), { user, manager: 'tester' });
    for (const name of ['default', 'kube-system']) this.put(NAMESPACES, { metadata: { name } });
  }

  async list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<ListPage<T>> {
    return this.call('list', options, () => this.#api.list(resource, options));
  }

  async *watch<T extends KubeObject>(
    resource: Resource<T>,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void> {
    await this.call('watch', options, () => undefined);
    const watch = new MemoryWatch(resource.plural, options, this.#clock, (signal) =>
      this.#api.watch<KubeObject>(resource, { ...options, signal }),
    );
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
    return this.call('get', options, () => this.#api.get(resource, name, options));
  }

  async create<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options?: CallOptions & { readonly unread?: boolean },
  ): Promise<T> {
    return this.call('create', options, () => this.#api.create(resource, object, options));
  }

  async patch<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    patch: object,
    options?: CallOptions & { readonly subresource?: 'status' },
  ): Promise<T> {
    return this.call('patch', options, () => this.#api.patch(resource, name, patch, options));
  }

  async delete(
    resource: Resource<KubeObject>,
    name: ObjectName,
    options?: CallOptions & { readonly gracePeriodSeconds?: number },
  ): Promise<void> {
    return this.call('delete', options, () => this.#api.delete(resource, name, options));
  }

  async bind(name: ObjectName, node: string, options?: CallOptions): Promise<void> {
    return this.call('bind', options, () => this.#api.bind(name, node, options));
  }

  async version(options?: CallOptions): Promise<string> {
    return this.call('version', options, () => this.#api.version(options));
  }

  /** Stores the object as it is, status included, whether it was there or not (as kubelets and controllers would). */
  put<T extends KubeObject>(resource: Resource<T>, object: T): T {
    const info = infoOf(resource);
    const { groupVersion: apiVersion, kind } = resource;
    const metadata = { uid: crypto.randomUUID(), ...withNamespace(resource, object.metadata) };
    const decoded = decodeValue(
      { ...object, metadata, apiVersion, kind },
      { apiVersion, kind },
      'Ignore',
    ).object;
    const stored = storedForm(info, decoded);
    const key = keyOf(info, metadata.namespace, metadata.name);
    const old = this.#store.get(info.storage, key);
    const entry = old
      ? this.#store.replace(info.storage, key, stored, old.revision)
      : this.#store.create(info.storage, key, stored);
    return typed<T>(entry?.object);
  }

  /** Takes the object away at once. */
  remove(resource: Resource<KubeObject>, name: ObjectName): void {
    const info = infoOf(resource);
    const key = keyOf(info, withNamespace(resource, name).namespace, name.name);
    const { revision = -1 } = this.#store.get(info.storage, key) ?? {};
    if (!this.#store.remove(info.storage, key, revision)) throw new Error(`no ${resource.plural} ${key}`);
  }

  /** Everything stored of one kind, in the order of the real server (by namespace and name). */
  all<T extends KubeObject>(resource: Resource<T>): readonly T[] {
    const info = infoOf(resource);
    return this.#store.list(info.storage).map((entry) => typed<T>(servedForm(info, entry).object));
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
    for (const watch of this.#watches) {
      watch.deliver({ type: 'BOOKMARK', resourceVersion: String(this.#store.revision) });
    }
  }

  /** Forgets the history: watches from before now and continue tokens answer 410. Open watches go on. */
  expire(): void {
    this.put(NAMESPACES, { metadata: { name: 'a-later-version' } });
    this.#store.compact();
  }

  /** How many watches are open now, of one resource or of all. */
  openWatches(resource?: Resource<KubeObject>): number {
    return [...this.#watches].filter(({ plural }) => !resource || plural === resource.plural).length;
  }
}

function infoOf({ groupVersion, plural }: Resource<KubeObject>): ResourceInfo {
  const info = findResource(groupVersion, plural);
  if (!info) throw new Error(`${groupVersion} ${plural} is not served`);
  return info;
}

function withNamespace<T extends { readonly namespace?: string }>(
  { namespaced }: Resource<KubeObject>,
  name: T,
): T {
  return namespaced ? { ...name, namespace: name.namespace ?? 'default' } : name;
}

/** A store that holds objects of all kinds knows their type by the resource they were asked for. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it knows
function typed<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the test store says so
  return value as T;
}

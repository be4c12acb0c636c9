import type {
  CallOptions,
  ClusterApi,
  ListOptions,
  ListPage,
  ObjectName,
  WatchEvent,
  WatchOptions,
} from '../api/cluster-api.ts';
import { ApiError } from '../api/errors.ts';
import { collectionPath, objectPath, PODS, type Resource } from '../api/resources.ts';
import type { KubeObject } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import type { Call, Transport } from './transport.ts';
import { watchEvents } from './watch-stream.ts';

/** A list as it is on the wire. */
interface ListBody<T> {
  readonly items?: readonly T[];
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
}

/** ClusterApi over HTTP: the paths, the queries and the bodies of the Kubernetes API. */
export class HttpApi implements ClusterApi {
  readonly #transport: Transport;
  readonly #clock: Clock;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  async list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<ListPage<T>> {
    const query = queryString({ ...selectors(options), limit: options.limit, continue: options.continue });
    const path = collectionPath(resource, options.namespace) + query;
    const body = await this.#json<ListBody<T>>({ method: 'GET', path, signal: options.signal });
    const { resourceVersion, continue: next } = body.metadata;
    return { items: body.items ?? [], resourceVersion, ...(next ? { continue: next } : {}) };
  }

  async *watch<T extends KubeObject>(
    resource: Resource<T>,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void> {
    const { signal, silenceMs, resourceVersion, timeoutSeconds } = options;
    const query = queryString({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion,
      timeoutSeconds,
      ...selectors(options),
    });
    const path = collectionPath(resource, options.namespace) + query;
    const stream = await this.#transport.stream({ method: 'GET', path, signal });
    const onAbort = (): void => {
      stream.abort(new Error('aborted'));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      signal?.throwIfAborted();
      for await (const event of watchEvents<T>(stream, { silenceMs, clock: this.#clock })) {
        yield event;
        signal?.throwIfAborted();
      }
    } catch (error) {
      throw error instanceof ApiError ? error : this.#transport.failure(error, signal);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      stream.abort(new Error('no longer watched'));
    }
  }

  async get<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    options?: CallOptions,
  ): Promise<T> {
    const object = await this.#json<T>({
      method: 'GET',
      path: objectPath(resource, name),
      signal: options?.signal,
    });
    if (name.uid === undefined || object.metadata.uid === name.uid) return object;
    // the server has no such precondition for reading; to the caller the successor is not what was asked for
    throw new ApiError(404, 'NotFound', `${resource.plural} "${name.name}" not found`);
  }

  async create<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options?: CallOptions & { readonly unread?: boolean },
  ): Promise<T> {
    const path = collectionPath(
      resource,
      resource.namespaced ? (object.metadata.namespace ?? 'default') : undefined,
    );
    const { groupVersion: apiVersion, kind } = resource;
    const body = JSON.stringify(object.kind ? object : { apiVersion, kind, ...object });
    const call = { method: 'POST', path, body, ...limitsOf(options) } as const;
    if (!options?.unread) return this.#json<T>(call);
    await this.#transport.send({ ...call, ignoreBody: true });
    return object;
  }

  async patch<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    patch: object,
    options?: CallOptions & { readonly subresource?: 'status' },
  ): Promise<T> {
    const path = objectPath(resource, name, options?.subresource);
    const body = JSON.stringify(name.uid === undefined ? patch : withUid(patch, name.uid));
    try {
      return await this.#json<T>({ method: 'PATCH', path, body, ...limitsOf(options) });
    } catch (error) {
      throw isOtherUid(error) ? new ApiError(409, 'Conflict', error.message) : error;
    }
  }

  async delete(
    resource: Resource<KubeObject>,
    name: ObjectName,
    options?: CallOptions & { readonly gracePeriodSeconds?: number },
  ): Promise<void> {
    const body = JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds: options?.gracePeriodSeconds,
      ...(name.uid === undefined ? {} : { preconditions: { uid: name.uid } }),
    });
    const path = objectPath(resource, name);
    await this.#transport.send({ method: 'DELETE', path, body, ...limitsOf(options), ignoreBody: true });
  }

  async bind(pod: ObjectName, node: string, options?: CallOptions): Promise<void> {
    const body = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: pod.name, namespace: pod.namespace, uid: pod.uid },
      target: { apiVersion: 'v1', kind: 'Node', name: node },
    });
    const path = objectPath(PODS, pod, 'binding');
    await this.#transport.send({ method: 'POST', path, body, ...limitsOf(options), ignoreBody: true });
  }

  async version(options?: CallOptions): Promise<string> {
    const path = '/version';
    const body = await this.#json<{ readonly gitVersion: string }>({
      method: 'GET',
      path,
      signal: options?.signal,
    });
    return body.gitVersion;
  }

  async #json<T>(call: Call): Promise<T> {
    const text = await this.#transport.send(call);
    try {
      const body: T = JSON.parse(text);
      return body;
    } catch (error) {
      throw this.#transport.failure(error, call.signal);
    }
  }
}

function limitsOf(options: CallOptions | undefined): Pick<Call, 'signal' | 'guard'> {
  return { signal: options?.signal, guard: options?.guard };
}

function selectors({ fieldSelector, labelSelector }: ListOptions): Record<string, string | undefined> {
  return { fieldSelector, labelSelector };
}

function queryString(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** The server refuses a patch that carries another uid than the object's: the guard against a successor. */
function withUid(patch: object, uid: string): object {
  const metadata: unknown = 'metadata' in patch ? patch.metadata : undefined;
  return { ...patch, metadata: { ...(typeof metadata === 'object' ? metadata : {}), uid } };
}

/** The server calls it an invalid change of an immutable field (422); it is the conflict that `delete` and `bind` call so. */
function isOtherUid(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 422 && error.message.includes('metadata.uid:');
}

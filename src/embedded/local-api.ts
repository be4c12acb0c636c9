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
import { PODS, type Resource } from '../api/resources.ts';
import type { KubeObject } from '../api/types.ts';
import type { WriteContext } from './api/caller.ts';
import { findResource } from './api/resource-info.ts';
import { StatusError, type Status } from './api/status.ts';
import { decodeValue } from './schema/decode.ts';
import type { ListParams, Target, Verbs, WatchEvent as RawEvent } from './api/verbs.ts';
import { readRecorded } from './data/read.ts';

/** Who the calls of a local API are made as. */
export type Caller = Pick<WriteContext, 'user' | 'manager'>;

/**
 * `ClusterApi` straight on the verbs, without a connection: for our own scheduler inside the embedded cluster, and for tests that want a
 * whole API server at the price of a function call. Objects that it hands out are the store's: nobody changes them.
 */
export function createLocalApi(verbs: Verbs, caller: Caller): ClusterApi {
  const context = (): WriteContext => ({ ...caller, dryRun: false, warnings: [] });
  return {
    list: async (resource, options = {}) => answer(options.signal, () => pageOf(verbs, resource, options)),

    watch: (resource, options) => watched(verbs, resource, options),

    get: async (resource, name, options = {}) => answer(options.signal, () => read(verbs, resource, name)),

    create: async <T extends KubeObject>(
      resource: Resource<T>,
      object: T,
      options: CallOptions & { readonly unread?: boolean } = {},
    ) =>
      answer(options.signal, () => {
        const { namespace = 'default' } = object.metadata;
        const target = targetOf(resource, { namespace });
        const written = verbs.create(target, decoded(resource, object), context());
        return options.unread ? object : shaped<T>(written.object);
      }),

    patch: async <T extends KubeObject>(
      resource: Resource<T>,
      name: ObjectName,
      patch: object,
      options: CallOptions & { readonly subresource?: 'status' } = {},
    ) =>
      answer(options.signal, () => {
        const target = { ...targetOf(resource, name), ...withSubresource(options.subresource) };
        // the server refuses a patch that carries another uid than the object's: the guard against a successor
        const body = name.uid === undefined ? patch : withUid(patch, name.uid);
        const request = { type: 'strategic', body, fieldValidation: 'Ignore' } as const;
        return shaped<T>(verbs.patch(target, request, context()).object);
      }),

    delete: async (resource, name, options = {}) =>
      answer(options.signal, () => {
        const { gracePeriodSeconds } = options;
        verbs.delete(
          targetOf(resource, name),
          {
            ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
            ...(name.uid === undefined ? {} : { preconditions: { uid: name.uid } }),
          },
          context(),
        );
      }),

    bind: async (pod, node, options = {}) =>
      answer(options.signal, () => {
        const { name, namespace = '', uid } = pod;
        const binding = {
          apiVersion: 'v1',
          kind: 'Binding',
          metadata: { name, namespace, ...(uid === undefined ? {} : { uid }) },
          target: { apiVersion: 'v1', kind: 'Node', name: node },
        };
        verbs.create({ ...targetOf(PODS, pod), subresource: 'binding' }, binding, context());
      }),

    version: async () => readRecorded<{ readonly gitVersion: string }>('version').gitVersion,
  };
}

/** What the server refused, in the words of `ClusterApi`. */
async function answer<T>(signal: AbortSignal | undefined, call: () => T): Promise<T> {
  signal?.throwIfAborted();
  try {
    return call();
  } catch (error) {
    throw error instanceof StatusError ? apiError(error.status) : error;
  }
}

function apiError({ code = 500, reason = '', message = '', details }: Status): ApiError {
  // the server calls another uid an invalid change of an immutable field; it is the conflict that delete and bind call so
  if (code === 422 && message.includes('metadata.uid:')) return new ApiError(409, 'Conflict', message);
  return new ApiError(code, reason, message, details?.retryAfterSeconds);
}

function read<T extends KubeObject>(verbs: Verbs, resource: Resource<T>, name: ObjectName): T {
  const { object } = verbs.get(targetOf(resource, name));
  if (name.uid === undefined || object.metadata.uid === name.uid) return shaped<T>(object);
  // the server has no such precondition for reading; to the caller the successor is not what was asked for
  throw new ApiError(404, 'NotFound', `${resource.plural} "${name.name}" not found`);
}

function pageOf<T extends KubeObject>(
  verbs: Verbs,
  resource: Resource<T>,
  options: ListOptions,
): ListPage<T> {
  const { entries, resourceVersion, ...rest } = verbs.list(targetOf(resource, options), selectionOf(options));
  const items = entries.map((entry) => shaped<T>(entry.object));
  return { items, resourceVersion, ...(rest.continue === undefined ? {} : { continue: rest.continue }) };
}

async function* watched<T extends KubeObject>(
  verbs: Verbs,
  resource: Resource<T>,
  options: WatchOptions,
): AsyncIterable<WatchEvent<T>> {
  const { resourceVersion, timeoutSeconds, signal } = options;
  const params = {
    ...selectionOf(options),
    resourceVersion,
    allowWatchBookmarks: true,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
  const watch = await answer(signal, () => verbs.watch(targetOf(resource, options), params));
  const close = (): void => {
    watch.close();
  };
  signal?.addEventListener('abort', close);
  try {
    for (let events = await watch.next(); events; events = await watch.next()) {
      for (const event of events) yield eventOf<T>(event);
    }
  } finally {
    signal?.removeEventListener('abort', close);
    watch.close();
  }
  signal?.throwIfAborted();
  if (watch.error) throw apiError(watch.error);
}

function eventOf<T extends KubeObject>(event: RawEvent): WatchEvent<T> {
  return event.type === 'BOOKMARK'
    ? { type: 'BOOKMARK', resourceVersion: String(event.revision) }
    : { type: event.type, object: shaped<T>(event.entry.object) };
}

function selectionOf({ labelSelector, fieldSelector, limit, ...rest }: ListOptions): ListParams {
  return {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(limit === undefined ? {} : { limit }),
    ...(rest.continue === undefined ? {} : { continue: rest.continue }),
  };
}

function targetOf(
  { groupVersion, plural, namespaced }: Resource<KubeObject>,
  { namespace, name }: { readonly namespace?: string; readonly name?: string },
): Target {
  const resource = findResource(groupVersion, plural);
  if (!resource) throw new Error(`${groupVersion} ${plural} is not served`);
  return {
    resource,
    ...(namespaced && namespace !== undefined ? { namespace } : {}),
    ...(name === undefined ? {} : { name }),
  };
}

function withSubresource(subresource: string | undefined): { readonly subresource?: string } {
  return subresource === undefined ? {} : { subresource };
}

function decoded({ groupVersion: apiVersion, kind }: Resource<KubeObject>, object: KubeObject) {
  return decodeValue({ ...object, apiVersion, kind }, { apiVersion, kind }, 'Ignore').object;
}

function withUid(patch: object, uid: string): object {
  const metadata = 'metadata' in patch && typeof patch.metadata === 'object' ? patch.metadata : {};
  return { ...patch, metadata: { ...metadata, uid } };
}

/** What is stored went through its kind's shape. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the resource that was asked for names the type
function shaped<T extends KubeObject>(object: object): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return object as T;
}

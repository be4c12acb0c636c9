import type { Resource } from './resources.ts';
import type { KubeObject } from './types.ts';

/** One page of a list. `continue` is set when there is more; `resourceVersion` is that of the whole list. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  readonly continue?: string;
}

/** Which objects of a list, and how many at a time. */
export interface ListOptions {
  /** All namespaces when missing. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Page size; the server may return fewer. No paging when missing. */
  readonly limit?: number;
  readonly continue?: string;
  readonly signal?: AbortSignal;
}

/** Which objects, and from where on. */
export interface WatchOptions extends Omit<ListOptions, 'limit' | 'continue'> {
  /** Changes after this version are delivered, none twice, none missed. */
  readonly resourceVersion: string;
  /** The server ends the watch after so long; the caller opens the next one. */
  readonly timeoutSeconds?: number;
  /** Ends the watch with {@link UnreachableError} when not even a bookmark came for so long. */
  readonly silenceMs?: number;
}

/** One change. A bookmark carries no object, only how far the watch has come. */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

/** Names one object. `uid` guards against acting on a successor with the same name. */
export interface ObjectName {
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

/** What every single call may be given. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /**
   * Throws when a write may not be sent any more. Asked as late as the implementation can, and before each repetition; what it throws is what
   * the call rejects with.
   */
  readonly guard?: () => void;
}

/**
 * Everything this program asks of a cluster: one seam with several implementations (HTTP; a store in memory),
 * each proven by the same suite, `test/contract/cluster-api.ts`.
 *
 * Every method rejects with `ApiError` when the server refused, with `UnreachableError` when no answer came, and
 * with the signal's reason when it was aborted.
 */
export interface ClusterApi {
  /** One page of a consistent list. A `continue` token that is too old rejects with 410. */
  list<T extends KubeObject>(resource: Resource<T>, options?: ListOptions): Promise<ListPage<T>>;

  /**
   * Changes since `resourceVersion`, in the order of the server. Ends normally when the server ends it; throws
   * `ApiError` 410 when the version is too old (at the start or in the stream).
   */
  watch<T extends KubeObject>(resource: Resource<T>, options: WatchOptions): AsyncIterable<WatchEvent<T>>;

  get<T extends KubeObject>(resource: Resource<T>, name: ObjectName, options?: CallOptions): Promise<T>;

  /**
   * Resolves to the object as stored; with `unread` to `object` as it was given: the server's answer is dropped, which a
   * writer of thousands of events feels.
   */
  create<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options?: CallOptions & { readonly unread?: boolean },
  ): Promise<T>;

  /** Strategic merge patch (lists with a merge key, such as conditions by `type`, are merged), on the object or a subresource. */
  patch<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    patch: object,
    options?: CallOptions & { readonly subresource?: 'status' },
  ): Promise<T>;

  /** Deletes one object. `gracePeriodSeconds` 0 removes it at once. Absent is an `ApiError` 404. */
  delete(
    resource: Resource<KubeObject>,
    name: ObjectName,
    options?: CallOptions & { readonly gracePeriodSeconds?: number },
  ): Promise<void>;

  /** POSTs the pod's `binding` subresource: the one write by which a scheduler places a pod. */
  bind(pod: ObjectName, node: string, options?: CallOptions): Promise<void>;

  /** What the server calls its version, e.g. `v1.37.2`. */
  version(options?: CallOptions): Promise<string>;
}

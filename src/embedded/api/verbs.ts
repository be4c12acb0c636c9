import type { WriteContext } from './caller.ts';
import type { ResourceInfo } from './resource-info.ts';
import type { Status } from './status.ts';
import type { StoredObject } from './stored-object.ts';
import type { DeleteOptions } from '../data/types.ts';
import type { Entry } from './entry.ts';

/** What a request is about. */
export interface Target {
  readonly resource: ResourceInfo;
  /** Missing for cluster-wide kinds and for lists over all namespaces. */
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

export interface ListParams {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: string;
  /** Of a watch only: a list is refused with it. */
  readonly sendInitialEvents?: boolean;
}

export interface ListResult {
  readonly entries: readonly Entry[];
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export interface WatchParams extends Pick<
  ListParams,
  | 'labelSelector'
  | 'fieldSelector'
  | 'resourceVersion'
  | 'resourceVersionMatch'
  | 'sendInitialEvents'
  /** Of a list only: most watches are refused with it. */
  | 'continue'
> {
  readonly allowWatchBookmarks?: boolean;
  readonly timeoutSeconds?: number;
}

/** What a watcher is told. `initialEnd`: the bookmark that ends the initial events (annotation `k8s.io/initial-events-end`). */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly entry: Entry }
  | { readonly type: 'BOOKMARK'; readonly revision: number; readonly initialEnd: boolean };

/** A running watch. It keeps a bounded number of events for a reader that is slow; it ends when that reader falls behind the store's window. */
export interface Watch {
  /** What came since the last call, oldest first; waits for the first. Undefined when the watch has ended (normally or by 410: `error`). */
  next(): Promise<readonly WatchEvent[] | undefined>;
  /** Why the watch ended, where it did not end by itself: what the client is told as the last event, an ERROR. */
  readonly error: Status | undefined;
  close(): void;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface PatchRequest {
  readonly type: PatchType;
  /** Parsed: an array for a JSON patch, else an object. */
  readonly body: unknown;
  /** What the text of the patch had twice, in words; none when missing. */
  readonly duplicates?: readonly string[];
  readonly force?: boolean;
  /** For what the patched object turns out to hold that its kind does not know. */
  readonly fieldValidation: FieldValidation;
}

/** What to do about unknown and duplicate fields. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** The stored (or, in a dry run, would-be-stored) object, and whether this request created it. */
export interface Written {
  readonly object: StoredObject;
  readonly text: string;
  readonly created: boolean;
}

/**
 * What a delete answers: the object while it waits for its end; when it is gone, the object as it was last for some kinds (pods, namespaces,
 * services, …: `ReturnDeletedObject`) and for the others a Status with the uid.
 */
export type Deleted =
  | { readonly gone: true; readonly uid: string; readonly object?: StoredObject; readonly text?: string }
  | { readonly gone: false; readonly object: StoredObject; readonly text: string };

/**
 * The API without its transport: HTTP, our controllers, the kubelets and the in-process `ClusterApi` all come through here. Synchronous,
 * so that each call is one transaction. Every method throws `StatusError`. Authorization is the caller's business (`http/`).
 */
export interface Verbs {
  get(target: Target, params?: { readonly resourceVersion?: string }): Entry;
  list(target: Target, params: ListParams): ListResult;
  watch(target: Target, params: WatchParams): Watch;
  /** `object` is a decoded draft, and the verb's from now on. Subresources that are created: `binding`, `eviction`, `token`. */
  create(target: Target, object: StoredObject, context: WriteContext): Written;
  update(target: Target, object: StoredObject, context: WriteContext): Written;
  patch(target: Target, patch: PatchRequest, context: WriteContext): Written;
  delete(target: Target, options: DeleteOptions, context: WriteContext): Deleted;
  deleteCollection(
    target: Target,
    params: ListParams,
    options: DeleteOptions,
    context: WriteContext,
  ): ListResult;
}

/** Answers a create of a kind that is asked but never stored (`tokenreviews`, `subjectaccessreviews`, `serviceaccounts/token`). */
export type VirtualCreate = (target: Target, object: StoredObject, context: WriteContext) => StoredObject;

/** Such a kind. */
export interface VirtualKind {
  /** Fills in what the API promises to default (defaults.go): before anybody asks who set which field. */
  readonly defaults?: (draft: StoredObject) => void;
  readonly answer: VirtualCreate;
}

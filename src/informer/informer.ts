import type { ClusterApi } from '../api/cluster-api.ts';
import type { Resource } from '../api/resources.ts';
import type { KubeObject } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import { type Outage, Reflector, type Selection } from './reflector.ts';
import { type InformerHandler, type Store, StoreWriter } from './store.ts';

export type { Outage, Selection } from './reflector.ts';
export type { InformerHandler, Store } from './store.ts';

/** What to follow, whom to tell, and what time and chance are. */
export interface InformerOptions<T extends KubeObject> {
  readonly api: ClusterApi;
  readonly resource: Resource<T>;
  /** Which objects; all of them when empty. */
  readonly options: Selection;
  /** Called synchronously and in order, when the store has the change already. */
  readonly handler: InformerHandler<T>;
  /** `lost` once for each outage, then `restored` once. */
  readonly observe: (outage: Outage) => void;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** A store that follows the server, and how it goes. */
export interface Informer<T> {
  /** Resolves when the first list is in the store and was told; rejects when it ends before. */
  readonly synced: Promise<void>;
  readonly store: Store<T>;
  /** Resolves when the signal aborted and the watch is closed; rejects for a bug, such as a handler that throws. */
  readonly done: Promise<void>;
}

/** Lists and then watches one kind of objects until the signal aborts: a store that follows the server, and its story. */
export function runInformer<T extends KubeObject>(options: InformerOptions<T>): Informer<T> {
  const { options: selection, handler, signal, ...rest } = options;
  const store = new StoreWriter(handler);
  const synced = Promise.withResolvers<void>();
  // who never asks for `synced` must not be ended by it; `done` tells the same
  synced.promise.catch(() => {});
  const reflector = new Reflector({ ...rest, selection, store, signal, onSynced: synced.resolve });
  const done = reflector.run().then(
    () => {
      synced.reject(signal.reason);
    },
    (error: unknown) => {
      synced.reject(error);
      throw error;
    },
  );
  return { synced: synced.promise, store, done };
}

import type { ClusterApi } from '../api/cluster-api.ts';
import {
  NAMESPACES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  type Resource,
  STORAGE_CLASSES,
} from '../api/resources.ts';
import { podText } from '../api/pods.ts';
import type { KubeObject } from '../api/types.ts';
import { runInformer } from '../informer/informer.ts';
import type { Outage } from '../informer/reflector.ts';
import type { Clock } from '../lib/clock.ts';
import type { ClusterChange, ClusterEvent } from './framework/cluster-event.ts';
import type { Objects } from './framework/snapshot.ts';
import { ObjectStore } from './object-store.ts';

/** Where the objects come from, and who hears of them. */
export interface WatchedObjectsOptions {
  readonly api: ClusterApi;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Something changed that can help a waiting pod. */
  readonly onChange: (change: ClusterChange, cause: string) => void;
  /** The kind cannot be listed: who reads it must do without. `message` is the API server's. */
  readonly onRefused: (resource: Resource<KubeObject>, message: string) => void;
  readonly observe: (resource: Resource<KubeObject>, outage: Outage) => void;
}

/** What waiting pods can wait for, beside nodes and pods (upstream: eventhandlers.go, `addAllEventHandlers`). */
const EVENTS: ReadonlyMap<Resource<KubeObject>, ClusterEvent> = new Map<Resource<KubeObject>, ClusterEvent>([
  [NAMESPACES, 'namespace-changed'],
  [PERSISTENT_VOLUMES, 'volume-changed'],
  [PERSISTENT_VOLUME_CLAIMS, 'claim-changed'],
  [STORAGE_CLASSES, 'storage-class-changed'],
]);

interface Kind {
  readonly store: ObjectStore<KubeObject>;
  readonly synced: Promise<void>;
  /** Why it cannot be read: not yet, or never. */
  unreadable?: string;
}

/**
 * The kinds that plugins name in `reads`, each followed by an informer.
 *
 * A kind that the API server refuses to list (no right to, or not served) is taken for empty: spreading over services then spreads over
 * nothing, which is what the person who gave no right has asked for. Not so the kinds of volumes. Without claims and volumes a pod looks as
 * if it could run anywhere, and would be bound where its volume is not, for good. Reading them throws as long as they are not known; the
 * plugin that asks only does so for pods with claims, and the attempt of such a pod ends as an error with that sentence: it is tried again
 * after a rest, and never placed wrongly.
 */
export class WatchedObjects implements Objects {
  readonly #options: WatchedObjectsOptions;
  readonly #kinds = new Map<string, Kind>();
  readonly #failed = Promise.withResolvers<never>();

  constructor(options: WatchedObjectsOptions) {
    this.#options = options;
    // who does not wait for a bug must not be ended by it
    this.#failed.promise.catch(() => {});
  }

  /** Rejects for a bug in an informer, and never resolves. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  /** Follows these kinds from now on; those that are followed already go on. Resolves when each is known, or refused. */
  async watch(kinds: Iterable<Resource<KubeObject>>): Promise<void> {
    await Promise.all(Array.from(kinds, (resource) => this.#kind(resource).synced));
  }

  /** @throws Error when it is a kind of volumes and cannot be read. */
  get<T extends KubeObject>(
    resource: Resource<T>,
    name: { readonly namespace?: string; readonly name: string },
  ): T | undefined {
    return this.#storeOf(resource)?.get(name);
  }

  /** @throws Error when it is a kind of volumes and cannot be read. */
  list<T extends KubeObject>(resource: Resource<T>, namespace?: string): readonly T[] {
    return this.#storeOf(resource)?.list(namespace) ?? [];
  }

  #storeOf<T extends KubeObject>(resource: Resource<T>): ObjectStore<T> | undefined {
    const kind = this.#kinds.get(nameOf(resource));
    if (kind?.unreadable !== undefined && isOfVolumes(resource)) throw new Error(kind.unreadable);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each store is filled under its own resource
    return kind?.store as ObjectStore<T> | undefined;
  }

  #kind(resource: Resource<KubeObject>): Kind {
    const name = nameOf(resource);
    const known = this.#kinds.get(name);
    if (known) return known;
    const { promise, resolve } = Promise.withResolvers<void>();
    const store = new ObjectStore();
    const kind: Kind = { store, synced: promise, unreadable: `${resource.plural} are not known yet` };
    this.#kinds.set(name, kind);
    void this.#follow(resource, kind).then(resolve, this.#failed.reject);
    return kind;
  }

  /** Resolves when the kind is known, or refused. */
  async #follow(resource: Resource<KubeObject>, kind: Kind): Promise<void> {
    const { api, clock, random, onRefused, observe } = this.#options;
    const refusal = new AbortController();
    const informer = runInformer({
      api,
      clock,
      random,
      resource,
      options: {},
      signal: AbortSignal.any([this.#options.signal, refusal.signal]),
      handler: this.#handler(resource, kind.store),
      observe: (outage) => {
        if (outage.refused && kind.unreadable !== undefined) {
          kind.unreadable = outage.message;
          refusal.abort();
        } else observe(resource, outage);
      },
    });
    informer.done.catch(this.#failed.reject);
    try {
      await informer.synced;
      delete kind.unreadable;
    } catch (error) {
      if (!refusal.signal.aborted) throw error;
      onRefused(resource, kind.unreadable ?? '');
    }
  }

  #handler(resource: Resource<KubeObject>, store: ObjectStore<KubeObject>) {
    const event = EVENTS.get(resource);
    const tell = (object: KubeObject, what: string, change: Omit<ClusterChange, 'event'>) => {
      const name = resource.namespaced ? podText(object.metadata) : object.metadata.name;
      if (event) this.#options.onChange({ event, ...change }, `${resource.kind} ${name} ${what}`);
    };
    return {
      onAdd(now: KubeObject) {
        store.put(now);
        tell(now, 'was added', { now });
      },
      onUpdate(before: KubeObject, now: KubeObject) {
        store.put(now);
        tell(now, 'changed', { before, now });
      },
      onDelete(before: KubeObject) {
        store.remove(before);
        tell(before, 'is gone', { before });
      },
    };
  }
}

/** Without these a pod would be placed where its volumes are not. */
export function isOfVolumes({ groupVersion, plural }: Resource<KubeObject>): boolean {
  return groupVersion === 'storage.k8s.io/v1' || plural.startsWith('persistentvolume');
}

function nameOf({ groupVersion, plural }: Resource<KubeObject>): string {
  return `${groupVersion}/${plural}`;
}

import type { ClusterApi, ListOptions, WatchEvent } from '../api/cluster-api.ts';
import { ApiError, isExpired, UnreachableError } from '../api/errors.ts';
import type { Resource } from '../api/resources.ts';
import type { KubeObject } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import { Backoff } from './backoff.ts';
import type { StoreWriter } from './store.ts';

/**
 * Where the reflector stands. One step goes from one state to the next:
 *
 *     listing ──last page──▶ watching ◀──────────┐
 *        ▲  └─more pages─▶ listing   │ ends well  │
 *        │                           ├───────────▶┘
 *        ├──────────410 (at once)────┤
 *        └──── waiting ◀──failure────┤ (a watch goes on from its version, by way of probing)
 *                 └──▶ probing ──────┘
 */
export type State<T> =
  /** The pages read so far of a list; the store is swapped when it is complete. */
  | { readonly at: 'listing'; readonly items: readonly T[]; readonly continue?: string }
  /** The store is right up to this version: watch from there. */
  | { readonly at: 'watching'; readonly resourceVersion: string }
  /** Something failed: wait, then go on with `next`. */
  | { readonly at: 'waiting'; readonly ms: number; readonly next: State<T> }
  /** An outage may be over: ask for one object before watching, for a watch on a quiet cluster says nothing. */
  | { readonly at: 'probing'; readonly resourceVersion: string };

/** Which objects. */
export type Selection = Pick<ListOptions, 'namespace' | 'fieldSelector' | 'labelSelector'>;

/** An outage begins or ends. */
export interface Outage {
  readonly state: 'lost' | 'restored';
  readonly message: string;
  /** The server is there and says no: no right to read the kind, or the kind is not served. */
  readonly refused?: true;
}

/** As `InformerOptions`, with the store that is kept equal. */
export interface ReflectorOptions<T extends KubeObject> {
  readonly api: ClusterApi;
  readonly resource: Resource<T>;
  readonly selection: Selection;
  readonly store: StoreWriter<T>;
  /** The first list is complete and in the store. */
  readonly onSynced: () => void;
  /** `lost` once for each outage, and once more when it turns out to be a refusal; then `restored` once. The normal end of a watch is none, nor is a 410. */
  readonly observe: (outage: Outage) => void;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

const FROM_SCRATCH = { at: 'listing', items: [] } as const;

const PAGE = 500;

/** Bookmarks come every minute, so this long without a byte means a dead connection. */
const SILENCE_MS = 90_000;

/** A watch that held so long works; one that ends sooner, having said nothing, must not be opened again at once. */
const PROOF_MS = 1000;

/** Keeps a store equal to what the server has, through whatever happens. At most one watch is open at any time. */
export class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #backoff: Backoff;
  #inOutage = false;
  #isRefused = false;
  /** A 410 is answered by a new list at once only if something worked since the last one: a server may always say 410. */
  #mayRelist = true;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** Goes on until the signal aborts. Rejects only for a bug (in a handler, say). */
  async run(): Promise<void> {
    const { signal } = this.#options;
    let state: State<T> = FROM_SCRATCH;
    while (!signal.aborted) {
      try {
        state = await this.step(state);
      } catch (error) {
        if (!signal.aborted || error !== signal.reason) throw error;
      }
    }
  }

  /** Does what `state` asks for; the result is the state after it. */
  async step(state: State<T>): Promise<State<T>> {
    switch (state.at) {
      case 'listing':
        return this.#list(state);
      case 'watching':
        return this.#watch(state.resourceVersion);
      case 'probing':
        return this.#probe(state.resourceVersion);
      case 'waiting':
        await this.#options.clock.sleep(state.ms, this.#options.signal);
        return state.next;
    }
  }

  async #list(state: State<T> & { at: 'listing' }): Promise<State<T>> {
    const { api, resource, selection, signal, store } = this.#options;
    const token = state.continue === undefined ? {} : { continue: state.continue };
    let page;
    try {
      page = await api.list(resource, { ...selection, limit: PAGE, ...token, signal });
    } catch (error) {
      return this.#failed(error, 'list', FROM_SCRATCH);
    }
    const items = state.items.length === 0 ? page.items : [...state.items, ...page.items];
    if (page.continue !== undefined) return { at: 'listing', items, continue: page.continue };
    store.replace(items);
    this.#restored();
    this.#options.onSynced();
    return { at: 'watching', resourceVersion: page.resourceVersion };
  }

  async #watch(from: string): Promise<State<T>> {
    const { clock } = this.#options;
    const started = clock.monotonic();
    const stopProof = clock.after(PROOF_MS, () => {
      this.#worked();
    });
    let resourceVersion = from;
    try {
      for await (const event of this.#openWatch(from)) {
        resourceVersion = this.#apply(event) ?? resourceVersion;
        this.#worked();
      }
    } catch (error) {
      const expired = isExpired(error);
      return this.#failed(error, 'watch', expired ? FROM_SCRATCH : { at: 'probing', resourceVersion });
    } finally {
      stopProof();
    }
    const next = { at: 'watching', resourceVersion } as const;
    const tooShort = resourceVersion === from && clock.monotonic() - started < PROOF_MS;
    return tooShort ? { at: 'waiting', ms: this.#backoff.next(), next } : next;
  }

  #openWatch(resourceVersion: string): AsyncIterable<WatchEvent<T>> {
    const { api, resource, selection, signal, random } = this.#options;
    // from five to ten minutes, so that not all watches of a cluster are opened again at the same time
    const timeoutSeconds = 300 + Math.floor(random() * 300);
    return api.watch(resource, {
      ...selection,
      resourceVersion,
      timeoutSeconds,
      silenceMs: SILENCE_MS,
      signal,
    });
  }

  /** Puts the change into the store; the version that the watch has reached with it. */
  #apply(event: WatchEvent<T>): string | undefined {
    if (event.type === 'BOOKMARK') return event.resourceVersion;
    if (event.type === 'DELETED') this.#options.store.remove(event.object);
    else this.#options.store.put(event.object);
    return event.object.metadata.resourceVersion;
  }

  async #probe(resourceVersion: string): Promise<State<T>> {
    const { api, resource, selection, signal } = this.#options;
    try {
      await api.list(resource, { ...selection, limit: 1, signal });
    } catch (error) {
      return this.#failed(error, 'list', { at: 'probing', resourceVersion });
    }
    return { at: 'watching', resourceVersion };
  }

  /** Where to go after `error`. What is neither a refusal nor an outage is a bug and goes up. */
  #failed(error: unknown, verb: 'list' | 'watch', next: State<T>): State<T> {
    if (this.#options.signal.aborted) throw this.#options.signal.reason;
    if (!(error instanceof ApiError || error instanceof UnreachableError)) throw error;
    if (isExpired(error)) {
      if (!this.#mayRelist) return { at: 'waiting', ms: this.#backoff.next(), next };
      this.#mayRelist = false;
      return next;
    }
    const message = `cannot ${verb} ${this.#options.resource.plural}: ${error.message}`;
    const refused = error instanceof ApiError && (error.code === 403 || error.code === 404);
    this.#lost({ state: 'lost', message, ...(refused && { refused }) });
    return { at: 'waiting', ms: this.#backoff.next(), next };
  }

  /** A watch delivered something, or held. */
  #worked(): void {
    this.#backoff.reset();
    this.#mayRelist = true;
    this.#restored();
  }

  #lost(outage: Outage): void {
    const isNews = !this.#inOutage || (outage.refused && !this.#isRefused);
    if (!isNews) return;
    this.#inOutage = true;
    this.#isRefused = outage.refused ?? false;
    this.#options.observe(outage);
  }

  #restored(): void {
    if (!this.#inOutage) return;
    this.#inOutage = false;
    this.#isRefused = false;
    this.#options.observe({
      state: 'restored',
      message: `${this.#options.resource.plural} are watched again`,
    });
  }
}

import type { WatchEvent, WatchOptions } from '../../src/api/cluster-api.ts';
import { UnreachableError } from '../../src/api/errors.ts';
import type { KubeObject } from '../../src/api/types.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { matcher } from './selectors.ts';

/** One entry of the log of MemoryApi. */
export interface Change {
  readonly revision: number;
  readonly plural: string;
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
  readonly deleted: boolean;
}

/** One open watch: what was written but not yet read, and how it ends. */
export class MemoryWatch {
  readonly plural: string;
  silent = false;
  readonly #matches: (object: KubeObject) => boolean;
  readonly #options: WatchOptions;
  readonly #clock: Clock;
  readonly #unread: WatchEvent<KubeObject>[] = [];
  #ended: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};
  readonly #undo: (() => void)[] = [];

  /** `bookmark` is called every minute, as often as the real server sends one. */
  constructor(plural: string, options: WatchOptions, clock: Clock, bookmark: () => WatchEvent<KubeObject>) {
    this.plural = plural;
    this.#options = options;
    this.#clock = clock;
    this.#matches = matcher(options);
    const onAbort = (): void => {
      this.#unread.length = 0;
      this.end(options.signal?.reason);
    };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    this.#undo.push(() => options.signal?.removeEventListener('abort', onAbort));
    this.#everyMinute(() => {
      this.deliver(bookmark());
    });
    if (options.timeoutSeconds) {
      this.#undo.push(
        clock.after(options.timeoutSeconds * 1000, () => {
          this.end(null);
        }),
      );
    }
  }

  /** What the change means to somebody who sees only what the selectors let through. */
  push(change: Change): void {
    if (change.plural !== this.plural) return;
    const before = change.previous !== undefined && this.#matches(change.previous);
    const after = !change.deleted && this.#matches(change.object);
    if (after) this.deliver({ type: before ? 'MODIFIED' : 'ADDED', object: change.object });
    else if (before && change.previous)
      this.deliver({ type: 'DELETED', object: lastSeen(change, change.previous) });
  }

  deliver(event: WatchEvent<KubeObject>): void {
    if (this.silent) return;
    this.#unread.push(event);
    this.#wake();
  }

  /** `null` is the normal end. */
  end(error: unknown): void {
    this.#ended ??= { error };
    this.#wake();
  }

  /** The next event; undefined at the normal end; throws at any other end. */
  async next(): Promise<WatchEvent<KubeObject> | undefined> {
    while (this.#unread.length === 0 && !this.#ended) await this.#news();
    const event = this.#unread.shift();
    if (event) return event;
    if (this.#ended?.error) throw this.#ended.error;
    return undefined;
  }

  #everyMinute(work: () => void): void {
    const again = (): void => {
      work();
      cancel = this.#clock.after(60_000, again);
    };
    let cancel = this.#clock.after(60_000, again);
    this.#undo.push(() => {
      cancel();
    });
  }

  /** Stops its timers and listeners, however it was left. */
  close(): void {
    for (const undo of this.#undo) undo();
  }

  async #news(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const { silenceMs } = this.#options;
    const cancel = silenceMs
      ? this.#clock.after(silenceMs, () => {
          this.end(new UnreachableError('memory', new Error(`nothing heard for ${silenceMs} ms`)));
        })
      : undefined;
    await promise;
    cancel?.();
  }
}

/** The object as it was last seen, at the version of its end. */
function lastSeen({ object, deleted }: Change, previous: KubeObject): KubeObject {
  if (deleted) return object;
  const { resourceVersion } = object.metadata;
  return { ...previous, metadata: { ...previous.metadata, ...(resourceVersion ? { resourceVersion } : {}) } };
}

import type { WatchEvent, WatchOptions } from '../../src/api/cluster-api.ts';
import { UnreachableError } from '../../src/api/errors.ts';
import type { KubeObject } from '../../src/api/types.ts';
import type { Clock } from '../../src/lib/clock.ts';

/** One open watch between the server and its reader, where a test can silence or break it. */
export class MemoryWatch {
  readonly plural: string;
  silent = false;
  readonly #options: WatchOptions;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  readonly #unread: WatchEvent<KubeObject>[] = [];
  #ended: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};
  readonly #undo: () => void;

  /** `open` opens the server's watch. */
  constructor(
    plural: string,
    options: WatchOptions,
    clock: Clock,
    open: (signal: AbortSignal) => AsyncIterable<WatchEvent<KubeObject>>,
  ) {
    this.plural = plural;
    this.#options = options;
    this.#clock = clock;
    const onAbort = (): void => {
      this.#unread.length = 0;
      this.end(options.signal?.reason);
    };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    this.#undo = () => options.signal?.removeEventListener('abort', onAbort);
    void this.#pump(open(this.#closing.signal));
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

  /** Stops its timers and listeners, however it was left. */
  close(): void {
    this.#undo();
    this.#closing.abort();
  }

  async #pump(events: AsyncIterable<WatchEvent<KubeObject>>): Promise<void> {
    try {
      for await (const event of events) this.deliver(event);
      this.end(null);
    } catch (error) {
      this.end(error);
    }
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

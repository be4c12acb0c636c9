import type { CallOptions } from '../../src/api/cluster-api.ts';

/** The calls that faults can be put on. */
export type Method = 'list' | 'watch' | 'get' | 'create' | 'patch' | 'delete' | 'bind' | 'version';

/** `before`: nothing happens; `after`: the call takes effect but its answer gets lost. */
type When = 'before' | 'after';

/** The part of MemoryApi that counts calls, lets them fail and holds them up. */
export class FaultyCalls {
  /** How often each method was called. */
  readonly calls = new Map<Method, number>();
  readonly #faults = new Map<Method, { readonly error: Error; readonly when: When }[]>();
  readonly #gates = new Map<Method, Promise<void>>();

  /** The next calls of `method` (the next `times`) reject with `error`. */
  failNext(
    method: Method,
    error: Error,
    { times = 1, when = 'before' }: { readonly times?: number; readonly when?: When } = {},
  ): void {
    const faults = this.#faults.get(method) ?? [];
    for (let count = 0; count < times; count += 1) faults.push({ error, when });
    this.#faults.set(method, faults);
  }

  /** Calls of `method` wait, nothing happening yet, until the returned function is called. */
  hold(method: Method): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gates.set(method, promise);
    return () => {
      this.#gates.delete(method);
      resolve();
    };
  }

  protected async call<R>(
    method: Method,
    options: CallOptions | undefined,
    work: () => R | Promise<R>,
  ): Promise<R> {
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    options?.signal?.throwIfAborted();
    await abortable(this.#gates.get(method), options?.signal);
    const fault = this.#faults.get(method)?.shift();
    if (fault?.when === 'before') throw fault.error;
    const result = await work();
    if (fault) throw fault.error;
    return result;
  }
}

async function abortable(gate: Promise<void> | undefined, signal: AbortSignal | undefined): Promise<void> {
  if (!gate) return;
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(signal?.reason);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([gate, aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

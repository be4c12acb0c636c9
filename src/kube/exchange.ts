import type { Dispatcher } from 'undici';
import { toError } from '../lib/abort.ts';

/** What the server answered. `text` is empty where nobody wanted to read it. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/**
 * One request and its answer, as undici's cheapest interface: no stream, no promise but the one that is awaited.
 * The body is kept when `keepBody` is set or the status is an error. Aborts its connection when told to. `guard` throws when the request may
 * not be sent any more: it is asked when a connection is free for it, right before its first byte.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>;
  readonly #keepBody: boolean;
  readonly #guard: (() => void) | undefined;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (reason: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #aborted: Error | undefined;
  #status = 0;
  #retryAfter: string | undefined;
  #first: Buffer | undefined;
  #rest: Buffer[] | undefined;

  constructor(keepBody: boolean, guard?: () => void) {
    this.#keepBody = keepBody;
    this.#guard = guard;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Ends the exchange, wherever it stands; `answer` rejects with `reason`. */
  abort(reason: Error): void {
    this.#aborted = reason;
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    try {
      this.#guard?.();
    } catch (error) {
      this.abort(toError(error));
      return;
    }
    // aborted while it waited for a connection: undici cannot take it out of the queue before
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(_controller: unknown, status: number, headers: Readonly<Record<string, unknown>>): void {
    this.#status = status;
    const retryAfter = headers['retry-after'];
    if (typeof retryAfter === 'string') this.#retryAfter = retryAfter;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    if (!this.#keepBody && this.#status < 300) return;
    if (!this.#first) this.#first = chunk;
    else (this.#rest ??= [this.#first]).push(chunk);
  }

  onResponseEnd(): void {
    const bytes = this.#rest ? Buffer.concat(this.#rest) : this.#first;
    this.#resolve({
      status: this.#status,
      text: bytes?.toString('utf8') ?? '',
      retryAfter: this.#retryAfter,
    });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#reject(error);
  }
}

import type { Dispatcher } from 'undici';

import { type Answer, Exchange } from './exchange.ts';

/** Where the reader is slower than the server, the connection rests at so many unread chunks. */
const MOST_UNREAD = 64;

/**
 * One request whose answer is read as it comes. `answer` settles when the status is known (for an error status: when
 * its body is complete); then `chunks()` gives the body. What the reader does not take waits in the socket.
 */
export class StreamExchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>;
  readonly #error = new Exchange(true);
  readonly #resolve: (answer: Answer) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #streaming = false;
  #unread: Buffer[] = [];
  #end: { readonly error: Error | undefined } | undefined;
  #wake: (() => void) | undefined;
  #aborted: Error | undefined;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#error.answer.then(resolve, reject);
  }

  /** Closes the connection at once; `answer` or the reader of `chunks()` gets `reason`. Unread chunks are dropped. */
  abort(reason: Error): void {
    this.#aborted ??= reason;
    this.#unread = [];
    this.#finish(this.#aborted);
    if (!this.#streaming) this.#error.abort(this.#aborted);
    this.#controller?.abort(this.#aborted);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(controller: unknown, status: number, headers: Readonly<Record<string, unknown>>): void {
    this.#streaming = status < 300;
    if (this.#streaming) this.#resolve({ status, text: '', retryAfter: undefined });
    else this.#error.onResponseStart(controller, status, headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#streaming) {
      this.#error.onResponseData(controller, chunk);
      return;
    }
    if (this.#end) return;
    this.#unread.push(chunk);
    if (this.#unread.length >= MOST_UNREAD) controller.pause();
    this.#wake?.();
  }

  onResponseEnd(): void {
    if (this.#streaming) this.#finish(undefined);
    else this.#error.onResponseEnd();
  }

  onResponseError(controller: unknown, error: Error): void {
    this.#finish(error);
    if (!this.#streaming) this.#error.onResponseError(controller, error);
  }

  /** The body, once. Throws what broke it off. Leaving the loop early closes the connection. */
  async *chunks(): AsyncGenerator<Buffer, void> {
    try {
      for (;;) {
        while (this.#unread.length === 0 && !this.#end) await this.#news();
        if (this.#unread.length === 0) break;
        const chunks = this.#unread;
        this.#unread = [];
        this.#controller?.resume();
        for (const chunk of chunks) {
          if (this.#aborted) throw this.#aborted;
          yield chunk;
        }
      }
      if (this.#end?.error) throw this.#end.error;
    } finally {
      if (!this.#end) this.abort(new Error('no longer read'));
    }
  }

  async #news(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
    this.#wake = undefined;
  }

  #finish(error: Error | undefined): void {
    this.#end ??= { error };
    this.#wake?.();
  }
}

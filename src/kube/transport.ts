import { isDeepStrictEqual } from 'node:util';

import type { Dispatcher } from 'undici';

import { UnreachableError } from '../api/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { apiFailure } from './api-failure.ts';
import type { Credentials } from './credentials.ts';
import { type Answer, Exchange } from './exchange.ts';
import { StreamExchange } from './stream-exchange.ts';

/** One HTTP request. `path` starts with a slash and carries its query. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** Asked right before the request goes out, each time: see `CallOptions`. */
  readonly guard?: (() => void) | undefined;
  /** True when nobody reads the body of a good answer: it is dropped unread. */
  readonly ignoreBody?: boolean;
}

/** One server, who we are to it, and how long it may take. */
export interface TransportOptions {
  /** The server's URL, with the path that its API begins at, if any. */
  readonly server: string;
  readonly credentials: Credentials;
  /** Reads certificates and tokens anew, after the server said 401. */
  readonly renew: () => Promise<Credentials>;
  readonly open: (credentials: Credentials) => Dispatcher;
  /** The longest that one answer may take; 0 is no limit. A stream's limit ends with its status line. */
  readonly requestTimeoutMs: number;
  readonly clock: Clock;
  /** Is told of each answer (status 0: none came); seconds until the status line of a stream, else until the end. */
  readonly onAnswer?: (method: string, status: number, seconds: number) => void;
}

/** What one set of credentials makes possible; replaced as a whole when they are renewed. */
interface Session {
  readonly credentials: Credentials;
  readonly dispatcher: Dispatcher;
  readonly get: Readonly<Record<string, string>>;
  readonly write: Readonly<Record<string, string>>;
  readonly patch: Readonly<Record<string, string>>;
}

/** An exchange that can be started and ended. */
interface Running extends Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>;
  abort(reason: Error): void;
}

/** How often a server that is busy (429, or 503 with Retry-After) is asked again, and the longest single wait. */
const BUSY_RETRIES = 5;
const LONGEST_WAIT_SECONDS = 60;

const ACCEPT = { accept: 'application/json', 'user-agent': 'kubectl-minisched' };

/**
 * JSON text over one pool of connections. Credentials are renewed once when the server says 401, by one caller for
 * all; a busy server is asked again after the delay it asks for. Errors are those of ClusterApi.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #origin: string;
  readonly #prefix: string;
  #session: Session;
  #renewal: Promise<void> | undefined;
  /** Replaced, but still serving what began before. */
  readonly #retired = new Set<Dispatcher>();

  constructor(options: TransportOptions) {
    const { origin, pathname } = new URL(options.server);
    this.#options = options;
    this.#origin = origin;
    this.#prefix = pathname.replace(/\/$/, '');
    this.#session = newSession(options.credentials, options.open(options.credentials));
  }

  /** The body of a 2xx answer as text. */
  async send(call: Call): Promise<string> {
    const exchange = await this.#untilServed(call, () => new Exchange(!call.ignoreBody, call.guard));
    return (await exchange.answer).text;
  }

  /** The body of a 2xx answer as it comes. The stream knows its own errors: see {@link Transport.failure}. */
  async stream(call: Call): Promise<StreamExchange> {
    return this.#untilServed(call, () => new StreamExchange());
  }

  /** What `error`, which broke off an exchange, is to callers. */
  failure(error: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return signal.reason;
    return error instanceof UnreachableError
      ? error
      : new UnreachableError(this.#options.server, plainCause(error));
  }

  /** Ends all that is under way. */
  async close(): Promise<void> {
    await Promise.all([this.#session.dispatcher, ...this.#retired].map((dispatcher) => dispatcher.destroy()));
  }

  async #untilServed<E extends Running>(call: Call, start: () => E): Promise<E> {
    let renewed = false;
    for (let busy = 0; ;) {
      const session = this.#session;
      const exchange = start();
      const answer = await this.#attempt(session, call, exchange);
      if (answer.status < 300) return exchange;
      if (answer.status === 401 && !renewed) {
        renewed = true;
        await this.#renewAfter(session);
      } else if (isBusy(answer) && busy < BUSY_RETRIES) {
        busy += 1;
        await this.#options.clock.sleep(waitMs(answer), call.signal);
      } else throw apiFailure(answer);
    }
  }

  async #attempt(session: Session, call: Call, exchange: Running): Promise<Answer> {
    const { signal } = call;
    signal?.throwIfAborted();
    const { requestTimeoutMs, clock, onAnswer } = this.#options;
    const begun = onAnswer ? clock.monotonic() : 0;
    let status = 0;
    const stopClock =
      requestTimeoutMs > 0
        ? clock.after(requestTimeoutMs, () => {
            exchange.abort(new Error(`no answer within ${requestTimeoutMs / 1000} s`));
          })
        : undefined;
    const onAbort = signal
      ? () => {
          exchange.abort(new Error('aborted'));
        }
      : undefined;
    if (onAbort) signal?.addEventListener('abort', onAbort, { once: true });
    try {
      session.dispatcher.dispatch(this.#request(session, call), exchange);
      const answer = await exchange.answer;
      status = answer.status;
      return answer;
    } catch (error) {
      // who may not write any more hears that, not that his request was broken off
      call.guard?.();
      throw this.failure(error, signal);
    } finally {
      onAnswer?.(call.method, status, (clock.monotonic() - begun) / 1000);
      stopClock?.();
      if (onAbort) signal?.removeEventListener('abort', onAbort);
    }
  }

  #request(session: Session, { method, path, body }: Call): Dispatcher.DispatchOptions {
    return {
      origin: this.#origin,
      path: this.#prefix === '' ? path : this.#prefix + path,
      method,
      body: body ?? null,
      headers: method === 'PATCH' ? session.patch : body === undefined ? session.get : session.write,
    };
  }

  /** Renews unless somebody has done so since `session` was taken; all who wait share one renewal. */
  async #renewAfter(session: Session): Promise<void> {
    if (this.#session !== session) return;
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    await this.#renewal;
  }

  async #renew(): Promise<void> {
    const old = this.#session;
    const credentials = await this.#options.renew();
    if (isDeepStrictEqual(credentials.tls, old.credentials.tls)) {
      this.#session = newSession(credentials, old.dispatcher);
      return;
    }
    this.#session = newSession(credentials, this.#options.open(credentials));
    this.#retire(old.dispatcher);
  }

  /** Closes it when its last exchange has ended, which nobody needs to wait for. */
  #retire(dispatcher: Dispatcher): void {
    this.#retired.add(dispatcher);
    void dispatcher.close().finally(() => this.#retired.delete(dispatcher));
  }
}

function newSession(credentials: Credentials, dispatcher: Dispatcher): Session {
  const get = { ...ACCEPT, ...credentials.headers };
  return {
    credentials,
    dispatcher,
    get,
    write: { ...get, 'content-type': 'application/json' },
    patch: { ...get, 'content-type': 'application/strategic-merge-patch+json' },
  };
}

function isBusy({ status, retryAfter }: Answer): boolean {
  return status === 429 || (status === 503 && retryAfter !== undefined);
}

function waitMs({ retryAfter }: Answer): number {
  const seconds = Number(retryAfter ?? 1);
  return Math.min(Number.isFinite(seconds) && seconds >= 0 ? seconds : 1, LONGEST_WAIT_SECONDS) * 1000;
}

/** Node hides the reason of a refused connection to a name with several addresses inside an AggregateError. */
function plainCause(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return plainCause(error.errors[0]);
  return error;
}

import type { Readable } from 'node:stream';

import type { ConnectOptions } from './connect.ts';
import { readCredentials } from './credentials.ts';
import { openDispatcher } from './dispatcher.ts';
import { findTarget } from './kubeconfig.ts';
import { proxyFor } from './proxy.ts';

/** A request of somebody else's, which is passed on as it is. `path` carries its query. */
export interface PassedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
  readonly signal: AbortSignal;
}

/** The answer, whose body is read as it comes. */
export interface PassedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** An API server that others' requests are passed on to, with our credentials in place of theirs. */
export interface OpenUpstream {
  /** Rejects when no answer came, and when the signal aborts. */
  forward(request: PassedRequest): Promise<PassedAnswer>;
  /** Ends all that is under way. */
  close(): Promise<void>;
}

/** Of one connection, not of the request (RFC 9110, 7.6.1); and what says who asks, or whom. */
const OWN_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'authorization',
]);

/** Finds cluster and credentials as `connect` does; rejects as it does. Credentials are read once. */
export async function openUpstream(options: ConnectOptions): Promise<OpenUpstream> {
  const target = await findTarget(options);
  const server = new URL(target.cluster.server);
  const { tls, headers: own } = await readCredentials(target);
  const dispatcher = openDispatcher(
    server.origin,
    tls,
    proxyFor(server, target.cluster.proxyUrl, options.env),
  );
  const prefix = server.pathname.replace(/\/$/, '');
  return {
    async forward({ method, path, headers, body, signal }) {
      const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
      const answer = await dispatcher.request({
        origin: server.origin,
        path: prefix + path,
        method,
        headers: { ...passed(headers), ...own },
        body: hasBody ? body : null,
        signal,
      });
      return { status: answer.statusCode, headers: passed(answer.headers), body: answer.body };
    },
    close: () => dispatcher.destroy(),
  };
}

function passed(headers: PassedRequest['headers']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OWN_HEADERS.has(name) ? [] : [[name, value]],
    ),
  );
}

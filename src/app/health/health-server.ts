import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { toError } from '../../lib/abort.ts';
import { UserError } from '../../lib/errors.ts';
import { type Address, addressText } from './address.ts';
import type { Check } from './checks.ts';

/** What is served, and where. */
export interface HealthServerOptions {
  readonly address: Address;
  /** PEM. Plain HTTP without. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** By path without the slash. */
  readonly checks: ReadonlyMap<string, readonly Check[]>;
  /** The text of `/metrics`. */
  readonly metrics: () => string;
}

/** A server that listens. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Prometheus' text format. */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
/** More than probes and Prometheus need, too few to starve the scheduler. */
const MOST_CONNECTIONS = 50;

/**
 * Answers probes and Prometheus: GET and HEAD of `/metrics`, of each set of checks, and of one check below it (`/livez/ping`), worded as
 * Kubernetes' own (upstream: apiserver pkg/server/healthz). A `UserError` when the address cannot be had.
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { address, tls } = options;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    const { status, body, type = 'text/plain; charset=utf-8' } = answer(options, request);
    response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  try {
    const limits = { requestTimeout: 10_000, headersTimeout: 5_000 };
    const server = tls ? createTlsServer({ ...limits, ...tls }, handle) : createServer(limits, handle);
    server.maxConnections = MOST_CONNECTIONS;
    const listening = once(server, 'listening');
    server.listen(address);
    await listening;
    const bound = server.address();
    return {
      port: typeof bound === 'object' && bound ? bound.port : address.port,
      async close() {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      },
    };
  } catch (cause) {
    throw new UserError(`cannot serve health checks on ${addressText(address)}: ${toError(cause).message}`, {
      next: 'another address: --serve-health 127.0.0.1:10260, say',
      cause,
    });
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

function answer({ checks, metrics }: HealthServerOptions, { method, url }: IncomingMessage): Answer {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'Method Not Allowed\n' };
  const { pathname, searchParams } = new URL(url ?? '/', 'http://localhost');
  if (pathname === '/metrics') return { status: 200, body: metrics(), type: METRICS_TYPE };
  const [, set = '', one, ...rest] = pathname.split('/');
  const all = checks.get(set);
  const asked = one === undefined || one === '' ? all : all?.filter(({ name }) => name === one);
  if (!asked || asked.length === 0 || rest.length > 0) return { status: 404, body: 'not found\n' };
  return report(set, asked, searchParams.has('verbose'));
}

/** `ok`, or with `?verbose` and in trouble one line for each check. */
function report(set: string, checks: readonly Check[], isVerbose: boolean): Answer {
  const found = checks.map(({ name, trouble }) => ({ name, trouble: trouble() }));
  const isWell = found.every(({ trouble }) => trouble === undefined);
  if (isWell && !isVerbose) return { status: 200, body: 'ok' };
  const lines = found.map(({ name, trouble }) =>
    trouble === undefined ? `[+]${name} ok` : `[-]${name} failed: ${trouble}`,
  );
  const last = `${set} check ${isWell ? 'passed' : 'failed'}`;
  return { status: isWell ? 200 : 500, body: [...lines, last, ''].join('\n') };
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Clock } from '../../lib/clock.ts';
import type { Upstream } from '../trial-cluster.ts';
import { Gate } from './gate.ts';
import { RequestLog, type SeenWriter } from './log.ts';
import { type Asked, askedBy } from './request.ts';

/** What stands between the program and the API server. */
export interface TrialProxy {
  /** `http://127.0.0.1:PORT/TOKEN`: all requests are below it. */
  readonly server: string;
  readonly log: RequestLog;
  readonly gate: Gate;
  /** How many connections were turned away while it was down. */
  refused(): number;
  /** Ends all open watches in order, as the API server does every few minutes. */
  endWatches(): void;
  /** Breaks all connections off, as a crash of the API server does. */
  breakOff(): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  readonly upstream: Upstream;
  /** Who does not have it is not let in: other programs of the machine see the port, too. It is a part of the path, for client-go sends no bearer token without TLS. */
  readonly token: string;
  readonly clock: Clock;
  /** Is called when the log has news. */
  readonly changed: () => void;
}

const MOST_OF_A_BODY = 8 * 1024;

/** Plain HTTP on a free port of 127.0.0.1, so that whatever a person's program is written in can use it. */
export async function startProxy(options: ProxyOptions): Promise<TrialProxy> {
  const { upstream, token, clock, changed } = options;
  const log = new RequestLog(clock, changed);
  const gate = new Gate();
  const watches = new Set<() => void>();
  const server = createServer((request, response) => {
    const path = below(`/${token}`, request.url ?? '');
    if (path === undefined) return refuse(response, 401, 'Unauthorized');
    const asked = askedBy(request.method ?? 'GET', path);
    const seen = log.begin(asked);
    void pass({ request, response, asked, seen, gate, upstream, watches }).finally(() => {
      seen.ended();
    });
  });
  let refused = 0;
  const sockets = connectionsOf(server, gate, () => {
    refused += 1;
    changed();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server: `http://127.0.0.1:${String(portOf(server))}/${token}`,
    log,
    gate,
    refused: () => refused,
    endWatches: () => {
      for (const end of watches) end();
    },
    breakOff: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      gate.state = 'down';
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The rest of a path that begins so. */
function below(prefix: string, path: string): string | undefined {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** The open ones; while the gate is down, none stays open. */
function connectionsOf(server: Server, gate: Gate, onRefused: () => void): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    if (gate.state === 'down') {
      socket.resetAndDestroy();
      onRefused();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly asked: Asked;
  readonly seen: SeenWriter;
  readonly gate: Gate;
  readonly upstream: Upstream;
  readonly watches: Set<() => void>;
}

/** Never rejects: what goes wrong on either side is the program's to hear. */
async function pass(passing: Passing): Promise<void> {
  const { request, response, asked, seen, gate, upstream } = passing;
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  try {
    if (asked.verb === 'watch' || asked.verb === 'list') await gate.passed();
    const answer = await upstream.forward({
      method: asked.method,
      path: asked.path,
      headers: request.headers,
      body: request.pipe(remembered(seen)),
      signal: gone.signal,
    });
    response.writeHead(answer.status, definedOf(answer.headers));
    response.flushHeaders();
    seen.status(answer.status);
    if (asked.verb === 'watch') await passWatch(answer.body, passing, gone);
    else await pipeline(answer.body, response);
  } catch (error) {
    // ended in order by us: what is still on its way is to arrive
    if (response.writableEnded) return;
    if (response.headersSent || gone.signal.aborted) response.destroy();
    else refuse(response, 502, error instanceof Error ? error.message : String(error));
  }
}

/** Until either side ends it, or we do. */
async function passWatch(
  body: NodeJS.ReadableStream,
  { response, seen, watches }: Passing,
  gone: AbortController,
): Promise<void> {
  const end = (): void => {
    response.end();
    gone.abort();
  };
  watches.add(end);
  try {
    for await (const chunk of body) {
      if (response.writableEnded) return;
      seen.heard();
      if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  } finally {
    watches.delete(end);
  }
}

/** Lets the body through and keeps what is not too long of it. */
function remembered(seen: SeenWriter): Transform {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (length < MOST_OF_A_BODY) chunks.push(chunk);
      length += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      if (length > 0) seen.body(Buffer.concat(chunks).toString('latin1'));
      done();
    },
  });
}

function definedOf(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** As the API server says no. */
function refuse(response: ServerResponse, code: number, message: string): void {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code };
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status));
}

import { createServer, type Server } from 'node:https';

import type { Clock } from '../../lib/clock.ts';
import type { Authenticator, Authorizer } from '../auth/contract.ts';
import { Impersonator } from '../auth/impersonation/impersonator.ts';
import type { Verbs } from '../api/verbs.ts';
import { answerClientErrors } from './client-error.ts';
import { handle } from './handle.ts';

/** What the server stands on. */
export interface ServerOptions {
  readonly verbs: Verbs;
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  readonly clock: Clock;
  /** PEM. `ca` verifies client certificates. */
  readonly tls: { readonly key: string; readonly cert: string; readonly ca: string };
  /** On 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /**
   * How long a handshake and the head of a request may take each; the whole request, and the reading of a piece of the answer, may take six
   * times as long. 10 s where missing.
   */
  readonly patienceMs?: number;
  /** Requests and failures worth a line in the log. */
  readonly log: (line: string) => void;
}

/** A server that answers. */
export interface ApiServer {
  readonly port: number;
  /** Ends watches and connections; resolves when the port is free. */
  close(): Promise<void>;
}

/** Somebody who sends slowly on purpose is cut off. */
const PATIENCE_MS = 10_000;
/** As Go's net/http has it (`DefaultMaxHeaderBytes`), less what nobody needs. */
const MAX_HEADER_BYTES = 64 * 1024;
const KEEP_ALIVE_MS = 180_000;

/** Listens on loopback. Rejects when the port is taken. */
export async function startServer(options: ServerOptions): Promise<ApiServer> {
  const { patienceMs = PATIENCE_MS } = options;
  const answering = { ...options, patienceMs, impersonator: new Impersonator(options.authorizer) };
  const server = createServer(
    {
      ...options.tls,
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: patienceMs,
      headersTimeout: patienceMs,
      requestTimeout: 6 * patienceMs,
      connectionsCheckingInterval: patienceMs / 2,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
    },
    (request, response) => {
      void handle(answering, request, response);
    },
  );
  answerClientErrors(server, options.clock);
  const port = await listen(server, options.port);
  return { port, close: () => close(server) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { UserError } from '../../lib/errors.ts';
import { type Answer, type Verb, VERBS } from '../../extender/answer.ts';

/** Where it listens. With `tls` (PEM) by HTTPS. */
export interface Listening {
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Longer than a Go client keeps a connection that it does not use (90 s): it must not write into one that is being closed. */
const KEEP_ALIVE_MS = 120_000;
/** Ten thousand nodes with fifty images each are half of it. */
const MAX_BODY_BYTES = 512 * 1024 * 1024;

/**
 * Listens until the signal aborts; `onListening` is told the port. POST `/VERB` is answered by `answer`, GET `/healthz` with `ok`. A
 * `UserError` says why it cannot listen.
 */
export async function serveHttp(
  { address, port, tls }: Listening,
  answer: (verb: Verb, body: string) => Promise<Answer>,
  { signal, onListening }: { readonly signal: AbortSignal; readonly onListening: (port: number) => void },
): Promise<void> {
  const listener: RequestListener = (request, response) => void respond(request, response, answer);
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  try {
    await once(server.listen(port, address), 'listening', { signal });
  } catch (cause) {
    if (signal.aborted) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`the extender cannot listen at ${address}:${port}: ${why}`, { cause });
  }
  const closed = once(server, 'close');
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  const bound = server.address();
  onListening(typeof bound === 'object' && bound ? bound.port : port);
  await closed;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (verb: Verb, body: string) => Promise<Answer>,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/healthz') return end(response, 200, 'ok');
  const verb = VERBS.find((one) => pathname === `/${one}`);
  if (!verb)
    return end(response, 404, `there are ${VERBS.map((one) => `/${one}`).join(', ')} and /healthz\n`);
  if (request.method !== 'POST') return end(response, 405, `/${verb} is asked with POST\n`);
  try {
    const text = await bodyOf(request);
    if (text === undefined) return end(response, 413, `more than ${MAX_BODY_BYTES} bytes\n`);
    const { status, body } = await answer(verb, text);
    return end(response, status, body);
  } catch {
    // who asked has gone away in the middle of the question
    response.destroy();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function end(response: ServerResponse, status: number, body: unknown): void {
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

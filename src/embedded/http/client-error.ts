import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Clock } from '../../lib/clock.ts';

/** So long the rest of what a client sends is taken and thrown away (net/http server.go `rstAvoidanceDelay`). */
const LINGER_MS = 500;

const STATUSES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Request Entity Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Lets a server answer what is no HTTP, too long or too slow as Go's does: a line of text, then the end of the connection (net/http server.go).
 * A connection that is closed while the client still sends is reset, and the client never reads the answer: so its rest is read first.
 */
export function answerClientErrors(server: Server, clock: Clock): void {
  const current = new WeakMap<Duplex, ServerResponse>();
  const answered = new WeakSet<Duplex>();
  server.on('request', ({ socket }, response) => {
    current.set(socket, response);
  });
  server.on('clientError', (error: Error & { readonly code?: string }, socket) => {
    if (answered.has(socket)) return;
    answered.add(socket);
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(current.get(socket))) {
      socket.destroy();
      return;
    }
    const status = STATUSES[error.code ?? ''] ?? '400 Bad Request';
    const head = `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n`;
    socket.end(head + status);
    const cancel = clock.after(LINGER_MS, () => socket.destroy());
    socket.once('close', cancel);
  });
}

/** In the middle of an answer there is no place for another. */
function isAnswering(response: ServerResponse | undefined): boolean {
  return response?.headersSent === true && !response.writableFinished;
}

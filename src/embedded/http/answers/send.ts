import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';

import type { Answer, Chunk } from './answer.ts';

/** Smaller bodies are not worth it (apiserver/pkg/endpoints/handlers/responsewriters/writers.go `defaultGzipThresholdBytes`). */
const GZIP_FROM = 128 * 1024;
/** Pieces are joined until they are so long, so that a long list neither is many writes nor blocks the others. */
const PIECE = 64 * 1024;

/**
 * Sends an answer and resolves when the last byte is handed to the connection, or the client is gone. A slow reader is waited for: nothing is
 * made that it did not ask for yet.
 */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  if (response.destroyed) {
    answer.abandoned?.();
    return;
  }
  response.once('close', () => {
    if (!response.writableFinished) answer.abandoned?.();
  });
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  response.statusCode = answer.status;
  const { body } = answer;
  if (request.method === 'HEAD') response.end();
  else if (isStream(body)) await sendStream(response, body);
  else await sendPieces(request, response, typeof body === 'string' || Buffer.isBuffer(body) ? [body] : body);
}

function isStream(body: Answer['body']): body is AsyncIterable<Chunk> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

/** The head goes out at once: the client waits for it before the first event is there. */
async function sendStream(response: ServerResponse, chunks: AsyncIterable<Chunk>): Promise<void> {
  response.flushHeaders();
  for await (const chunk of chunks) {
    if (!(await written(response, chunk))) return;
  }
  response.end();
}

async function sendPieces(
  request: IncomingMessage,
  response: ServerResponse,
  chunks: Iterable<Chunk>,
): Promise<void> {
  const pieces = joined(chunks)[Symbol.iterator]();
  const head: Buffer[] = [];
  let length = 0;
  let next = pieces.next();
  for (; next.done !== true && length < GZIP_FROM; next = pieces.next()) {
    head.push(next.value);
    length += next.value.length;
  }
  if (length >= GZIP_FROM && acceptsGzip(request)) {
    await sendCompressed(response, head, next, pieces);
    return;
  }
  if (next.done === true) {
    response.end(Buffer.concat(head));
    return;
  }
  for (const piece of head) response.write(piece);
  for (; next.done !== true; next = pieces.next()) {
    if (!(await written(response, next.value))) return;
    await turn();
  }
  response.end();
}

async function sendCompressed(
  response: ServerResponse,
  head: readonly Buffer[],
  first: IteratorResult<Buffer>,
  pieces: Iterator<Buffer>,
): Promise<void> {
  response.setHeader('Content-Encoding', 'gzip');
  response.appendHeader('Vary', 'Accept-Encoding');
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  gzip.pipe(response);
  response.once('close', () => gzip.destroy());
  for (const piece of head) gzip.write(piece);
  for (let next = first; next.done !== true; next = pieces.next()) {
    if (!(await written(gzip, next.value))) return;
  }
  gzip.end();
}

/** False when there is nobody left to write to. */
async function written(to: ServerResponse | ReturnType<typeof createGzip>, chunk: Chunk): Promise<boolean> {
  if (to.destroyed) return false;
  if (to.write(chunk)) return true;
  const gone = new AbortController();
  const close = (): void => {
    gone.abort();
  };
  to.once('close', close);
  try {
    await once(to, 'drain', { signal: gone.signal });
    return true;
  } catch {
    return false;
  } finally {
    to.off('close', close);
  }
}

/** As buffers of at least `PIECE` bytes, but for the last one. */
function* joined(chunks: Iterable<Chunk>): Iterable<Buffer> {
  let text = '';
  for (const chunk of chunks) {
    if (typeof chunk !== 'string') {
      if (text !== '') yield Buffer.from(text);
      text = '';
      yield chunk;
      continue;
    }
    text += chunk;
    if (text.length < PIECE) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** As the server looks for it: anywhere among what is accepted, whatever its weight (`negotiateContentEncoding`). */
function acceptsGzip(request: IncomingMessage): boolean {
  const header = request.headers['accept-encoding'] ?? '';
  return header.split(',').some((part) => part.split(';')[0]?.trim() === 'gzip');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';

import type { Clock } from '../../../lib/clock.ts';
import type { Answer, Chunk } from './answer.ts';

/** How long a client may leave a piece of an answer unread before its connection is ended. */
export interface Patience {
  readonly clock: Clock;
  readonly ms: number;
}

/** Smaller bodies are not worth it (apiserver/pkg/endpoints/handlers/responsewriters/writers.go `defaultGzipThresholdBytes`). */
const GZIP_FROM = 128 * 1024;
/** Pieces are joined until they are so long, so that a long list neither is many writes nor blocks the others. */
const PIECE = 64 * 1024;

/**
 * Sends an answer and resolves when the last byte is handed to the connection, or the client is gone. A slow reader is waited for: nothing is
 * made that it did not ask for yet. One that does not read at all is cut off: what is kept for it would be kept for ever.
 */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  patience: Patience,
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
  const reader = { response, patience };
  if (request.method === 'HEAD') response.end();
  else if (isStream(body)) await sendStream(reader, body);
  else await sendPieces(request, reader, typeof body === 'string' || Buffer.isBuffer(body) ? [body] : body);
}

/** Who the answer is for. */
interface Reader {
  readonly response: ServerResponse;
  readonly patience: Patience;
}

function isStream(body: Answer['body']): body is AsyncIterable<Chunk> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

/** The head goes out at once: the client waits for it before the first event is there. */
async function sendStream(reader: Reader, chunks: AsyncIterable<Chunk>): Promise<void> {
  const { response } = reader;
  response.flushHeaders();
  for await (const chunk of chunks) {
    if (!(await written(reader, response, chunk))) return;
  }
  response.end();
}

async function sendPieces(request: IncomingMessage, reader: Reader, chunks: Iterable<Chunk>): Promise<void> {
  const { response } = reader;
  const pieces = joined(chunks)[Symbol.iterator]();
  const head: Buffer[] = [];
  let length = 0;
  let next = pieces.next();
  for (; next.done !== true && length < GZIP_FROM; next = pieces.next()) {
    head.push(next.value);
    length += next.value.length;
  }
  if (length >= GZIP_FROM && acceptsGzip(request)) {
    await sendCompressed(reader, head, next, pieces);
    return;
  }
  if (next.done === true) {
    await ended(reader, Buffer.concat(head));
    return;
  }
  for (const piece of head) response.write(piece);
  for (; next.done !== true; next = pieces.next()) {
    if (!(await written(reader, response, next.value))) return;
    await turn();
  }
  await ended(reader);
}

async function sendCompressed(
  reader: Reader,
  head: readonly Buffer[],
  first: IteratorResult<Buffer>,
  pieces: Iterator<Buffer>,
): Promise<void> {
  const { response } = reader;
  response.setHeader('Content-Encoding', 'gzip');
  response.appendHeader('Vary', 'Accept-Encoding');
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  gzip.pipe(response);
  response.once('close', () => gzip.destroy());
  for (const piece of head) gzip.write(piece);
  for (let next = first; next.done !== true; next = pieces.next()) {
    if (!(await written(reader, gzip, next.value))) return;
  }
  gzip.end();
}

/**
 * Writes to the response or to what leads there, no more at once than what may wait encrypted for a reader that is slow. False when there is
 * nobody left to write to.
 */
async function written(reader: Reader, to: Writable, chunk: Chunk): Promise<boolean> {
  if (typeof chunk === 'string' || chunk.length <= PIECE) return await pushed(reader, to, chunk);
  for (let at = 0; at < chunk.length; at += PIECE) {
    if (!(await pushed(reader, to, chunk.subarray(at, at + PIECE)))) return false;
  }
  return true;
}

async function pushed(reader: Reader, to: Writable, chunk: Chunk): Promise<boolean> {
  if (to.destroyed) return false;
  return to.write(chunk) || (await happens(reader, to, 'drain'));
}

/** The last piece. A short one is not waited for: the connection holds it. */
async function ended(reader: Reader, chunk?: Buffer): Promise<void> {
  const { response } = reader;
  response.end(chunk);
  if (response.writableNeedDrain) await happens(reader, response, 'finish');
}

/** Waits as long as there is patience, then ends the connection. False when it is closed. */
function happens({ response, patience }: Reader, to: Writable, event: 'drain' | 'finish'): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (is: boolean) => (): void => {
      to.off(event, yes);
      response.off('close', no);
      cancel();
      resolve(is);
    };
    const [yes, no] = [settle(true), settle(false)];
    to.once(event, yes);
    response.once('close', no);
    const cancel = patience.clock.after(patience.ms, () => response.destroy());
  });
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

import type { IncomingMessage } from 'node:http';

import { tooLarge } from '../errors.ts';

/** No body is longer (`MaxRequestBodyBytes`, apiserver/pkg/server/config.go). */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** The client went away in the middle of its request: nobody is there to be told anything. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** The whole body. Throws `StatusError` 413 when it is too long, `ClientGone` when the connection breaks. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge(MAX_BODY_BYTES);
  const chunks: Buffer[] = [];
  let length = 0;
  // not `for await`: leaving that would destroy the connection, and with it the answer
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
      else reject(tooLarge(MAX_BODY_BYTES));
    });
    request.once('end', resolve);
    const gone = (cause?: Error): void => {
      reject(new ClientGone('the connection was closed before the body had ended', { cause }));
    };
    request.once('error', gone);
    request.once('close', gone);
  });
  return Buffer.concat(chunks);
}

import { StatusError, type Status } from '../../api/status.ts';
import { internalError } from '../errors.ts';
import { single } from '../forms/encodable.ts';
import { encode } from '../forms/encode.ts';
import { negotiate, plainOnly } from '../negotiation/negotiate.ts';
import type { Answer } from './answer.ts';

/** What somebody is told who gets nothing else, in a format that they accept or in JSON (`ErrorNegotiated`). */
export function refusal(status: Status, accept: string, headers: Answer['headers'] = {}): Answer {
  const negotiated = negotiate(accept, plainOnly) ?? { type: 'application/json', pretty: true };
  const { code = 500, details } = status;
  const seconds = details?.retryAfterSeconds ?? 0;
  return {
    status: code,
    headers: {
      'Content-Type': negotiated.type,
      // what is left of a body that is too long is not waited for
      ...(code === 413 ? { Connection: 'close' } : {}),
      ...(seconds > 0 ? { 'Retry-After': String(seconds) } : {}),
      ...headers,
    },
    body: encode(single(status), negotiated),
  };
}

/** The Status of whatever was thrown; a bug of ours is told to `log`. */
export function statusOf(error: unknown, log: (line: string) => void): Status {
  if (error instanceof StatusError) return error.status;
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return internalError(error);
}

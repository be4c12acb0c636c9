import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Answer } from './answers/answer.ts';
import { refusal, statusOf } from './answers/refuse.ts';
import { send, type Patience } from './answers/send.ts';
import { textAnswer } from './answers/answer.ts';
import { warningHeader } from './answers/warnings.ts';
import { ClientGone } from './bodies/read-body.ts';
import { callerOf, type CallerOptions } from './caller.ts';
import { percentDecoded, parseQuery } from './requests/query.ts';
import { attributesOf, requestInfoOf } from './requests/request-info.ts';
import { serve } from './serve.ts';
import type { ServerOptions } from './server.ts';

/** What requests are answered with. */
export type HandlerOptions = ServerOptions & CallerOptions & { readonly patienceMs: number };

/** Answers one request, whatever it is: it never rejects. */
export async function handle(
  options: HandlerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    response.setHeader('Cache-Control', 'no-cache, private');
    response.setHeader('Audit-Id', randomUUID());
    await send(request, response, await answerTo(options, request), patienceOf(options));
  } catch (error) {
    // the client went away, or an answer broke off in the middle: nobody is there to be told
    if (!(error instanceof ClientGone) && !request.socket.destroyed && !response.writableFinished) {
      options.log(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`);
    }
    response.destroy();
  }
}

/** A piece of an answer may take as long to be read as a whole request to be sent. */
function patienceOf({ clock, patienceMs }: HandlerOptions): Patience {
  return { clock, ms: 6 * patienceMs };
}

async function answerTo(options: HandlerOptions, request: IncomingMessage): Promise<Answer> {
  const warnings: string[] = [];
  try {
    return await served(options, request, warnings);
  } catch (error) {
    if (error instanceof ClientGone) throw error;
    return refusal(statusOf(error, options.log), request.headers.accept ?? '', warningHeader(warnings));
  }
}

async function served(
  options: HandlerOptions,
  request: IncomingMessage,
  warnings: string[],
): Promise<Answer> {
  const { method = 'GET', url = '/' } = request;
  const mark = url.indexOf('?');
  const path = percentDecoded(mark < 0 ? url : url.slice(0, mark));
  if (path === undefined || !path.startsWith('/')) return textAnswer(400, '400 Bad Request');
  const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  const info = requestInfoOf(method, path, query);
  const caller = callerOf(options, request, attributesOf(info, path), warnings);
  if ('refused' in caller) {
    const { status } = caller.refused;
    return refusal(status, request.headers.accept ?? '', {
      'X-Content-Type-Options': 'nosniff',
      ...warningHeader(warnings),
    });
  }
  return await serve({ options, request, method, path, query, info, user: caller.user, warnings });
}

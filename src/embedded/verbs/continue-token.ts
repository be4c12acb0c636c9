import { posix } from 'node:path';

import { badRequest, type StatusError } from '../api/status.ts';
import { goQuote } from '../api/go-quote.ts';
import { JsonSyntaxError, parseStrictJson } from '../schema/strict-json.ts';

const VERSION = 'meta.k8s.io/v1';
const SPACE = 0x20;

/** Where a list goes on: at which revision (below 0: at the newest, whatever became of the first page), from which key on. */
export interface ContinueToken {
  readonly revision: number;
  /** Within what is listed: without the namespace where one is listed. Inclusive; a zero byte at the end means "behind". */
  readonly start: string;
}

/** As the real server writes it (apiserver/pkg/storage/continue.go), so that clients that look into tokens find what they know. */
export function encodeContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start })).toString('base64url');
}

/** Throws `StatusError` 400 for what is no token. */
export function decodeContinue(token: string): ContinueToken {
  const { v, rv, start } = parsed(token);
  if (v !== VERSION) {
    throw refused(`: server does not recognize this encoded version ${typeof v === 'string' ? v : ''}`);
  }
  if (typeof rv !== 'number' || rv === 0) {
    throw refused(`: incorrect encoded start resourceVersion (version ${VERSION})`);
  }
  if (typeof start !== 'string' || start === '') {
    throw refused(`: encoded start key empty (version ${VERSION})`);
  }
  const path = start.startsWith('/') ? start : `/${start}`;
  if (posix.normalize(path) !== path || path.length === 1) throw refused(`: ${start}`);
  return { revision: rv, start: path.slice(1) };
}

function parsed(token: string): { readonly v?: unknown; readonly rv?: unknown; readonly start?: unknown } {
  const bad = /[^A-Za-z0-9_-]/.exec(token);
  if (bad) throw refused(`: illegal base64 data at input byte ${String(bad.index)}`);
  const bytes = Buffer.from(token, 'base64url');
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw refused(`: ${whyNoJson(bytes)}`);
  }
}

/** Go says where its scanner stopped, and takes the byte there for a character (encoding/json `quoteChar`). */
function whyNoJson(bytes: Buffer): string {
  const first = bytes.find((byte) => byte > SPACE) ?? 0;
  if (first >= 0x80) {
    const shown = goQuote(String.fromCharCode(first)).slice(1, -1);
    return `invalid character '${shown}' looking for beginning of value`;
  }
  try {
    parseStrictJson(bytes.toString());
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message;
    throw error;
  }
  return 'invalid UTF-8';
}

function refused(why: string): StatusError {
  return badRequest(`invalid continue token: continue key is not valid${why}`);
}

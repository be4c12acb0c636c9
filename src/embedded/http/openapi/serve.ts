import type { Answer } from '../answers/answer.ts';
import { header, type Exchange } from '../exchange.ts';
import { parseAccept } from '../negotiation/accept.ts';
import { first } from '../requests/query.ts';
import { addressOf, documentOf, DOCUMENTS, hashOf, type OpenApiDocument } from './documents.ts';

const ROOT = '/openapi/v3';
const YEAR_MS = 365 * 24 * 3600 * 1000;

let index: string | undefined;

/** `/openapi/v3`: where the document of each version is (kube-openapi/pkg/handler3). The type is what kube-aggregator calls it. */
export function serveIndex(): Answer {
  index ??= JSON.stringify({
    paths: Object.fromEntries(
      DOCUMENTS.flatMap((path) => {
        const document = documentOf(path);
        return document ? [[path, { serverRelativeURL: addressOf(path, document) }]] : [];
      }),
    ),
  });
  return {
    status: 200,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ETag: `"${hashOf(index)}"` },
    body: index,
  };
}

/** `/openapi/v3/apis/apps/v1`: the document of one version, only as JSON. */
export function serveDocument(exchange: Exchange): Answer {
  const path = exchange.path.slice(ROOT.length + 1);
  const document = documentOf(path);
  if (!document) return { status: 404, headers: {}, body: '' };
  if (!acceptsJson(header(exchange, 'accept'))) return { status: 406, headers: { Vary: 'Accept' }, body: '' };
  const hash = first(exchange.query, 'hash') ?? '';
  const headers = { 'Content-Type': 'application/json', Vary: 'Accept', ETag: `"${document.hash}"` };
  if (hash !== '' && hash !== document.hash) {
    return { status: 301, headers: { ...headers, Location: addressOf(path, document) }, body: '' };
  }
  const lasting = hash === '' ? {} : lastingHeaders(exchange.options.clock.now());
  if (isKnown(exchange, document)) return { status: 304, headers: { ...headers, ...lasting }, body: '' };
  return { status: 200, headers: { ...headers, ...lasting }, body: document.text };
}

/** Whether the client says that it has the document (`If-None-Match`). */
function isKnown(exchange: Exchange, { hash }: OpenApiDocument): boolean {
  return header(exchange, 'if-none-match').includes(`"${hash}"`);
}

function lastingHeaders(now: number): Record<string, string> {
  return { 'Cache-Control': 'public, immutable', Expires: new Date(now + YEAR_MS).toUTCString() };
}

function acceptsJson(accept: string): boolean {
  return parseAccept(accept === '' ? '*/*' : accept).some(
    ({ type, subtype }) =>
      (type === '*' || type === 'application') && (subtype === '*' || subtype === 'json'),
  );
}

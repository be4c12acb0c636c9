import { GROUPS } from '../api/resource-info.ts';
import { readRecorded } from '../data/read.ts';
import { pageNotFound, type Answer } from './answers/answer.ts';
import { aggregatedAnswer } from './discovery/aggregated.ts';
import { groupVersionOf } from './discovery/groups.ts';
import { coreVersions, groupDetails, groupList, resourceList } from './discovery/legacy.ts';
import { methodNotAllowed, notAcceptable } from './errors.ts';
import { header, type Exchange } from './exchange.ts';
import { single } from './forms/encodable.ts';
import { encode } from './forms/encode.ts';
import { healthAnswer } from './health/serve.ts';
import { MEDIA_TYPES } from './negotiation/media-types.ts';
import { negotiate, plainOnly } from './negotiation/negotiate.ts';
import { wantsPretty } from './negotiation/pretty.ts';
import { serveVersion2 } from './openapi/version2.ts';
import { serveDocument, serveIndex } from './openapi/serve.ts';
import { checkProduced } from './resources/produces.ts';

type Handler = (exchange: Exchange) => Answer;

/** Addresses that are no resources, without a slash at the end. */
const PATHS: ReadonlyMap<string, Handler> = new Map([
  ['', serveRoot],
  ['/version', serveVersion],
  ['/openapi/v2', serveVersion2],
  ['/openapi/v3', serveIndex],
  [
    '/api',
    (exchange) => aggregatedAnswer(exchange) ?? discovery(exchange, coreVersions(header(exchange, 'host'))),
  ],
  ['/apis', (exchange) => aggregatedAnswer(exchange) ?? discovery(exchange, groupList())],
  ...GROUPS.flatMap((group): [string, Handler][] => {
    const { name, versions } = group;
    const served = versions.map(({ version }): [string, Handler] => {
      const groupVersion = groupVersionOf(name, version);
      const path = `${name === '' ? '/api' : '/apis'}/${groupVersion}`;
      return [path, (exchange) => discovery(exchange, resourceList(groupVersion))];
    });
    return name === ''
      ? served
      : [...served, [`/apis/${name}`, (exchange) => discovery(exchange, groupDetails(group))]];
  }),
]);

/** Answers for what is no resource: discovery, schemas, health, version. Throws `StatusError`. */
export function serveFixed(exchange: Exchange): Answer {
  const { path, method } = exchange;
  const health = healthAnswer(exchange);
  if (health) return health;
  if (path.startsWith('/openapi/v3/')) return serveDocument(exchange);
  const handler = PATHS.get(path.endsWith('/') ? path.slice(0, -1) : path);
  if (!handler) return pageNotFound();
  if (method !== 'GET') throw methodNotAllowed();
  return handler(exchange);
}

/** What there is. */
function serveRoot(): Answer {
  const paths = [...PATHS.keys(), '/healthz', '/livez', '/readyz'].filter((path) => path !== '');
  const body = JSON.stringify({ paths: paths.toSorted() }, null, 2);
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
}

function serveVersion(exchange: Exchange): Answer {
  checkProduced(exchange, ['application/json']);
  const body = JSON.stringify(readRecorded<object>('version'), null, 2);
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
}

function discovery(exchange: Exchange, object: object): Answer {
  const form = negotiate(header(exchange, 'accept'), plainOnly);
  if (!form) throw notAcceptable(MEDIA_TYPES);
  const body = encode(single(object), { ...form, pretty: form.pretty || wantsPretty(exchange) });
  return { status: 200, headers: { 'Content-Type': form.type }, body };
}

import { GROUPS } from '../api/resource-info.ts';
import { readRecorded } from '../data/read.ts';
import { pageNotFound, textAnswer, type Answer } from './answers/answer.ts';
import { findGroup, groupVersionOf } from './discovery/groups.ts';
import { coreVersions, groupDetails, groupList, resourceList } from './discovery/legacy.ts';
import { methodNotAllowed, notAcceptable } from './errors.ts';
import { header, type Exchange } from './exchange.ts';
import { single } from './forms/encodable.ts';
import { encode } from './forms/encode.ts';
import { MEDIA_TYPES } from './negotiation/media-types.ts';
import { negotiate, plainOnly } from './negotiation/negotiate.ts';
import { checkProduced } from './resources/produces.ts';

type Handler = (exchange: Exchange) => Answer | Promise<Answer>;

/** Addresses that are no resources, without a slash at the end. */
const PATHS: ReadonlyMap<string, Handler> = new Map([
  ['/version', serveVersion],
  ['/api', discovered((exchange) => coreVersions(header(exchange, 'host')))],
  ['/apis', discovered(groupList)],
  ...GROUPS.flatMap(({ name, versions }): [string, Handler][] => [
    ...versions.map(({ version }): [string, Handler] => [
      `${name === '' ? '/api' : '/apis'}/${groupVersionOf(name, version)}`,
      discovered(() => resourceList(groupVersionOf(name, version))),
    ]),
    ...(name === '' ? [] : [groupHandler(name)]),
  ]),
]);

/** Answers for what is no resource: discovery, health, version. */
export function serveFixed(exchange: Exchange): Answer | Promise<Answer> {
  const { path, method } = exchange;
  if (/^\/(?:healthz|livez|readyz)$/.test(path)) return textAnswer(200, 'ok');
  const handler = PATHS.get(path.endsWith('/') ? path.slice(0, -1) : path);
  if (!handler) return pageNotFound();
  if (method !== 'GET') throw methodNotAllowed();
  return handler(exchange);
}

function groupHandler(name: string): [string, Handler] {
  return [`/apis/${name}`, discovered(() => groupDetails(findGroup(name) ?? { name, versions: [] }))];
}

function serveVersion(exchange: Exchange): Answer {
  checkProduced(exchange, ['application/json']);
  const version = JSON.stringify(readRecorded<object>('version'), null, 2);
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: version };
}

function discovered(make: (exchange: Exchange) => object): Handler {
  return (exchange) => {
    const form = negotiate(header(exchange, 'accept'), plainOnly);
    if (!form) throw notAcceptable(MEDIA_TYPES);
    return {
      status: 200,
      headers: { 'Content-Type': form.type },
      body: encode(single(make(exchange)), form),
    };
  };
}

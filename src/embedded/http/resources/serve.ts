import type { Target } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import { methodNotAllowed, routeNotFound } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { isWatch } from '../requests/flags.ts';
import { connect, CONNECTIONS } from './connect.ts';
import { withDeprecation } from './deprecation.ts';
import { get, list } from './read.ts';
import { remove, removeAll } from './remove.ts';
import { checkAccepted } from './produces.ts';
import { routeOf, type Route } from './route.ts';
import { create, patch, update } from './write.ts';
import { watch } from './watch.ts';

type Handler = (exchange: Exchange, target: Target) => Answer | Promise<Answer>;

/** A method of a path: what the kind must be able to do for it, and what answers. */
interface Method {
  readonly verb: string;
  readonly handler: Handler;
}

const ITEM: Readonly<Record<string, Method>> = {
  GET: { verb: 'get', handler: get },
  PUT: { verb: 'update', handler: update },
  PATCH: { verb: 'patch', handler: patch },
  DELETE: { verb: 'delete', handler: remove },
};
const COLLECTION: Readonly<Record<string, Method>> = {
  GET: {
    verb: 'list',
    handler: (exchange, target) => (isWatch(exchange.query) ? watch : list)(exchange, target),
  },
  POST: { verb: 'create', handler: create },
  DELETE: { verb: 'deletecollection', handler: removeAll },
};
const SUBRESOURCE: Readonly<Record<string, Method>> = {
  ...ITEM,
  POST: { verb: 'create', handler: create },
};
const WATCH: Readonly<Record<string, Method>> = { GET: { verb: 'watch', handler: watch } };

/** Answers below `/api/v1` and `/apis/GROUP/VERSION`. `parts`: what comes behind the version. Throws `StatusError`. */
export async function serveResource(
  exchange: Exchange,
  groupVersion: string,
  parts: readonly string[],
): Promise<Answer> {
  const route = routeOf(groupVersion, parts);
  if (!route) throw routeNotFound();
  const method = methodsOf(route)[exchange.method];
  if (!method || !verbsOf(route).includes(method.verb)) throw methodNotAllowed();
  if (isConnection(route)) return connect(exchange, route.target);
  checkAccepted(exchange, method.verb);
  return await withDeprecation(exchange, route.target, () => method.handler(exchange, route.target));
}

function isConnection({ target: { resource, subresource = '' } }: Route): boolean {
  return resource.qualified === 'pods' && CONNECTIONS.has(subresource);
}

function methodsOf({ target, watch: isOldWatch }: Route): Readonly<Record<string, Method>> {
  if (isOldWatch) return WATCH;
  if (target.subresource !== undefined) return SUBRESOURCE;
  if (target.name !== undefined) return ITEM;
  // over all namespaces together one can only look
  const isEverywhere = target.resource.namespaced && target.namespace === undefined;
  return isEverywhere ? { GET: { verb: 'list', handler: COLLECTION['GET']?.handler ?? list } } : COLLECTION;
}

function verbsOf({ target: { resource, subresource } }: Route): readonly string[] {
  return subresource === undefined ? resource.verbs : (resource.subresources.get(subresource)?.verbs ?? []);
}

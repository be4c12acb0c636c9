import { findGroup, isServed } from './discovery/groups.ts';
import { pageNotFound, type Answer } from './answers/answer.ts';
import { routeNotFound } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { splitPath } from './requests/request-info.ts';
import { serveResource } from './resources/serve.ts';
import { serveFixed } from './fixed.ts';

/** Answers a request that is allowed, by its path. Throws `StatusError`. */
export async function serve(exchange: Exchange): Promise<Answer> {
  const { path } = exchange;
  const [prefix, ...parts] = splitPath(path);
  if (path.startsWith('/api/') && prefix === 'api' && parts.length > 0) {
    const [version = '', ...rest] = parts;
    return serveVersion(exchange, version, rest);
  }
  if (path.startsWith('/apis/') && prefix === 'apis' && parts.length > 0) {
    const [group = '', version, ...rest] = parts;
    if (!findGroup(group)) return pageNotFound();
    if (version !== undefined) return serveVersion(exchange, `${group}/${version}`, rest);
  }
  return serveFixed(exchange);
}

async function serveVersion(
  exchange: Exchange,
  groupVersion: string,
  rest: readonly string[],
): Promise<Answer> {
  if (!isServed(groupVersion)) throw routeNotFound();
  return rest.length === 0 ? serveFixed(exchange) : serveResource(exchange, groupVersion, rest);
}

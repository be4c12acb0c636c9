import type { ListParams, WatchParams } from '../../verbs/contract.ts';
import { flag, integer } from './flags.ts';
import { first, type Query } from './query.ts';

/** What a list's parameters say. Throws `StatusError` 400. */
export function listParams(query: Query): ListParams {
  const limit = integer(query, 'limit');
  // they are read whatever they are for
  integer(query, 'timeoutSeconds');
  return {
    ...texts(query, [
      'labelSelector',
      'fieldSelector',
      'resourceVersion',
      'resourceVersionMatch',
      'continue',
    ]),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** What a watch's parameters say. Throws `StatusError` 400. */
export function watchParams(query: Query): WatchParams {
  const timeoutSeconds = integer(query, 'timeoutSeconds');
  const sendInitialEvents = flag(query, 'sendInitialEvents');
  const allowWatchBookmarks = flag(query, 'allowWatchBookmarks');
  integer(query, 'limit');
  return {
    ...texts(query, ['labelSelector', 'fieldSelector', 'resourceVersion', 'resourceVersionMatch']),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(sendInitialEvents === undefined ? {} : { sendInitialEvents }),
    ...(allowWatchBookmarks === undefined ? {} : { allowWatchBookmarks }),
  };
}

function texts<K extends string>(query: Query, names: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = first(query, name);
    if (value !== undefined && value !== '') found[name] = value;
  }
  return found;
}

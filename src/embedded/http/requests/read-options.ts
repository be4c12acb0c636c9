import type { ListParams, WatchParams } from '../../api/verbs.ts';
import { flag, integer } from './flags.ts';
import { first, type Query } from './query.ts';

const TEXTS = [
  'labelSelector',
  'fieldSelector',
  'resourceVersion',
  'resourceVersionMatch',
  'continue',
] as const;

/** What a list's parameters say. Throws `StatusError` 400 for numbers that are none. */
export function listParams(query: Query): ListParams {
  const limit = integer(query, 'limit');
  const sendInitialEvents = flag(query, 'sendInitialEvents');
  // they are read whatever they are for
  integer(query, 'timeoutSeconds');
  return {
    ...texts(query, TEXTS),
    ...(limit === undefined ? {} : { limit }),
    ...(sendInitialEvents === undefined ? {} : { sendInitialEvents }),
  };
}

/** What a watch's parameters say. Throws `StatusError` 400 for numbers that are none. */
export function watchParams(query: Query): WatchParams {
  const timeoutSeconds = integer(query, 'timeoutSeconds');
  const sendInitialEvents = flag(query, 'sendInitialEvents');
  const allowWatchBookmarks = flag(query, 'allowWatchBookmarks');
  integer(query, 'limit');
  return {
    ...texts(query, TEXTS),
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

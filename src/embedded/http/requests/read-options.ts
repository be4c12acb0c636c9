import { forbiddenField, invalidObject } from '../../api/field-error.ts';
import type { ListParams, WatchParams } from '../../api/verbs.ts';
import { flag, integer } from './flags.ts';
import { first, type Query } from './query.ts';

const KIND = { group: 'meta.k8s.io', kind: 'ListOptions' };

/**
 * What a list's parameters say. Throws `StatusError` 400, or 422 for one that only a watch has
 * (apimachinery/pkg/apis/meta/internalversion/validation).
 */
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

/** What a watch's parameters say. Throws `StatusError` 400, or 422 for `continue`, which begins at no version. */
export function watchParams(query: Query): WatchParams {
  const timeoutSeconds = integer(query, 'timeoutSeconds');
  const sendInitialEvents = flag(query, 'sendInitialEvents');
  const allowWatchBookmarks = flag(query, 'allowWatchBookmarks');
  integer(query, 'limit');
  if (first(query, 'continue') && !first(query, 'resourceVersion')) {
    const field = 'resourceVersionMatch';
    throw invalidObject(KIND, '', [forbiddenField(field, `${field} is forbidden when continue is provided`)]);
  }
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

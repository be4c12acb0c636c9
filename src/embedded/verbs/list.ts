import { badRequest, expired, StatusError } from '../api/status.ts';
import { keyOf } from '../api/resource-info.ts';
import { servedForm } from '../kinds/stored-form.ts';
import type { Entry } from '../api/entry.ts';
import { attributeReader } from './attributes.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import type { ListParams, ListResult, Target } from '../api/verbs.ts';
import { checkListOptions } from './list-options.ts';
import type { VerbsParts } from './parts.ts';
import { tooLargeVersion } from './refusals.ts';
import { versionError } from './resource-version.ts';
import { readSelectors, Selection } from './selection.ts';

const TOO_OLD = 'The resourceVersion for the provided list is too old.';
const TOKEN_TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/**
 * Lists a kind (apiserver/pkg/storage/cacher `GetList`, storage/interfaces.go `ValidateListOptions`). Throws `StatusError`; a version that is
 * still to come is refused at once, while the real server waits three seconds for it first.
 */
export function listObjects(parts: VerbsParts, target: Target, params: ListParams): ListResult {
  const terms = readSelectors(params);
  checkListOptions(params);
  const selection = new Selection(target, terms, attributeReader(parts, target.resource));
  const source = sourceOf(parts, target, selection, params);
  // a list "at any version" comes in one piece
  const limit = params.resourceVersion === '0' ? 0 : Math.max(0, params.limit ?? 0);
  const page = select(source.entries, selection, limit);
  const entries = page.entries.map((entry) => servedForm(target.resource, entry));
  const last = page.entries.at(-1);
  return {
    entries,
    resourceVersion: String(source.revision),
    ...(page.more && last
      ? { continue: encodeContinue({ revision: source.revision, start: `${relativeKey(last, target)}\0` }) }
      : {}),
    ...(page.more && selection.everything ? { remainingItemCount: source.entries.length - limit } : {}),
  };
}

/** The objects to select from, sorted, and of which revision they are. */
interface Source {
  readonly entries: readonly Entry[];
  readonly revision: number;
}

function sourceOf(parts: VerbsParts, target: Target, selection: Selection, params: ListParams): Source {
  const { resourceVersion = '', limit = 0, resourceVersionMatch: match = '' } = params;
  if (params.continue) return continued(parts, target, selection, params.continue, resourceVersion);
  const wrong = resourceVersion === '' ? undefined : versionError(resourceVersion);
  if (wrong !== undefined) throw badRequest(`invalid resource version: ${wrong}`);
  const revision = Number(resourceVersion);
  const { store } = parts;
  if (revision > store.revision) throw tooLargeVersion(revision, store.revision);
  const exact = match === 'Exact' || (match === '' && limit > 0 && revision > 0);
  if (!exact) return { entries: current(parts, target, selection), revision: store.revision };
  const entries = store.listAt(target.resource.storage, revision, within(selection));
  if (!entries) throw expired(TOO_OLD);
  return { entries, revision };
}

/** A single object is not searched for. */
function current({ store }: VerbsParts, { resource }: Target, { namespace, name }: Selection): Entry[] {
  if (name === undefined || (resource.namespaced && namespace === undefined)) {
    return store.list(resource.storage, resource.namespaced ? namespace : undefined);
  }
  const entry = store.get(resource.storage, keyOf(resource, namespace, name));
  return entry ? [entry] : [];
}

function continued(
  { store }: VerbsParts,
  target: Target,
  selection: Selection,
  token: string,
  resourceVersion: string,
): Source {
  const { revision, start } = decodeContinue(token);
  if (resourceVersion !== '' && resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  if (revision > store.revision) throw tooLargeVersion(revision, store.revision);
  const from = target.namespace === undefined ? start : `${target.namespace}/${start}`;
  const at = revision < 0 ? store.revision : revision;
  const after = from.endsWith('\0') ? { after: from.slice(0, -1) } : {};
  const entries = store.listAt(target.resource.storage, at, { ...within(selection), ...after });
  if (!entries) throw expiredToken(start);
  return { entries: 'after' in after ? entries : entries.filter(({ key }) => key >= from), revision: at };
}

function within({ namespace }: Selection): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

function select(
  all: readonly Entry[],
  selection: Selection,
  limit: number,
): { readonly entries: readonly Entry[]; readonly more: boolean } {
  if (selection.everything) {
    return limit > 0 && all.length > limit
      ? { entries: all.slice(0, limit), more: true }
      : { entries: all, more: false };
  }
  const entries: Entry[] = [];
  for (const [index, entry] of all.entries()) {
    if (selection.matches(entry)) entries.push(entry);
    // whether more of them match is not looked at, as upstream does not
    if (limit > 0 && entries.length >= limit) return { entries, more: index < all.length - 1 };
  }
  return { entries, more: false };
}

function relativeKey({ key }: Entry, { namespace }: Target): string {
  return namespace === undefined ? key : key.slice(namespace.length + 1);
}

/** Tells how to go on without consistency (apiserver/pkg/storage/etcd3/errors.go `handleCompactedErrorForPaging`). */
function expiredToken(start: string): StatusError {
  const metadata = { continue: encodeContinue({ revision: -1, start }) };
  return new StatusError(410, 'Expired', TOKEN_TOO_OLD, undefined, metadata);
}

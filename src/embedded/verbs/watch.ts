import type { Clock } from '../../lib/clock.ts';
import { keyOf } from '../api/resource-info.ts';
import { expired, type Status } from '../api/status.ts';
import type { Entry } from '../api/entry.ts';
import type { Target, Watch, WatchEvent, WatchParams } from '../api/verbs.ts';
import { checkWatchOptions } from './list-options.ts';
import type { VerbsParts } from './parts.ts';
import { tooLargeVersion } from './refusals.ts';
import { parseVersion } from './resource-version.ts';
import { readSelectors, Selection } from './selection.ts';
import { shownTo, type ObjectEvent, type Telling } from './watch-event.ts';
import { NODE, type Scope, type WatchHub } from './watch-hub.ts';
import { Watcher } from './watcher.ts';

/** A watch without a timeout ends after this time, or up to twice as long (`--min-request-timeout`). */
const MIN_TIMEOUT = 1800;
/** Nobody's timer is set for longer: 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const BOOKMARK_EVERY_MS = 60_000;
/** The last bookmark comes so long before the end. */
const BOOKMARK_BEFORE_END_MS = 2000;

/**
 * Watches a kind (apiserver/pkg/storage/cacher/cacher.go `Watch`). Throws `StatusError` for parameters that are wrong; a version that is
 * forgotten or still to come ends the watch with `error`.
 */
export function watchObjects(parts: VerbsParts, hub: WatchHub, target: Target, params: WatchParams): Watch {
  const terms = readSelectors(params);
  checkWatchOptions(params);
  const selection = new Selection(target, terms, hub.attributesOf(target.resource));
  const start = startOf(parts, target, selection, withDefaults(params));
  if ('error' in start) return failed(start.error);
  const { storage } = target.resource;
  const leave: (() => void)[] = [];
  const watcher = new Watcher(
    {
      changesSince: (revision) => parts.store.changesSince(storage, revision),
      eventOf: eventReader(target, selection),
      ended: () => {
        for (const undo of leave) undo();
      },
    },
    start.initial,
    start.revision,
  );
  leave.push(hub.add(target.resource, scopeOf(target, selection), watcher));
  leave.push(...timers(parts, params, watcher));
  return watcher;
}

/** A watch from the beginning is one with initial events (`SetListOptionsDefaults`, apimachinery/pkg/apis/meta/internalversion/defaults.go). */
function withDefaults(params: WatchParams): WatchParams {
  const { sendInitialEvents, resourceVersionMatch = '', resourceVersion = '' } = params;
  if (sendInitialEvents !== undefined || resourceVersionMatch !== '') return params;
  return resourceVersion === '' || resourceVersion === '0' ? { ...params, sendInitialEvents: true } : params;
}

type Start = { readonly initial: WatchEvent[]; readonly revision: number } | { readonly error: Status };

function startOf(
  { store }: VerbsParts,
  target: Target,
  selection: Selection,
  { resourceVersion = '', sendInitialEvents, allowWatchBookmarks }: WatchParams,
): Start {
  const revision = parseVersion(resourceVersion);
  if (sendInitialEvents === true) {
    if (revision > store.revision) return { error: tooLargeVersion(revision, store.revision).status };
    const initial: WatchEvent[] = current({ store }, target, selection).map((entry) =>
      shownTo(target, { type: 'ADDED', entry }),
    );
    if (allowWatchBookmarks) initial.push({ type: 'BOOKMARK', revision: store.revision, initialEnd: true });
    return { initial, revision: store.revision };
  }
  if (revision === 0) return { initial: [], revision: store.revision };
  if (revision > store.revision || store.changesSince(target.resource.storage, revision)) {
    return { initial: [], revision };
  }
  const oldest = String(Math.max(store.oldest, revision + 1));
  return { error: expired(`too old resource version: ${String(revision)} (${oldest})`).status };
}

function current({ store }: Pick<VerbsParts, 'store'>, { resource }: Target, selection: Selection): Entry[] {
  const { namespace, name } = selection;
  const all =
    name !== undefined && (!resource.namespaced || namespace !== undefined)
      ? [store.get(resource.storage, keyOf(resource, namespace, name)) ?? []].flat()
      : store.list(resource.storage, resource.namespaced ? namespace : undefined);
  return selection.everything ? all : all.filter((entry) => selection.matches(entry));
}

/** Who selects nothing shares the event with everybody else. */
function eventReader(target: Target, selection: Selection): (telling: Telling) => ObjectEvent | undefined {
  const prefix =
    target.resource.namespaced && selection.namespace !== undefined ? `${selection.namespace}/` : '';
  const { name } = selection;
  return (telling) => {
    const { key } = telling.change.entry;
    if (!key.startsWith(prefix)) return undefined;
    if (name !== undefined && key.slice(key.indexOf('/') + 1) !== name) return undefined;
    const event = selection.everything ? telling.plain : telling.selected(selection);
    return event && shownTo(target, event);
  };
}

function scopeOf({ resource }: Target, selection: Selection): Scope {
  const { namespace, name } = selection;
  const known = name !== undefined && (!resource.namespaced || namespace !== undefined);
  return {
    key: known ? keyOf(resource, namespace, name) : undefined,
    node: resource.qualified === 'pods' ? selection.exact(NODE) : undefined,
    namespace: resource.namespaced ? namespace : undefined,
  };
}

/** The end of the watch, and bookmarks on the way. Returns how to cancel them. */
function timers(
  { clock, random, store }: VerbsParts,
  { timeoutSeconds = 0, allowWatchBookmarks = false }: WatchParams,
  watcher: Watcher,
): (() => void)[] {
  const seconds = timeoutSeconds > 0 ? timeoutSeconds : MIN_TIMEOUT * (1 + random());
  const ms = Math.min(seconds * 1000, MAX_TIMER_MS);
  const end = clock.monotonic() + ms;
  const stop = clock.after(ms, () => {
    watcher.end();
  });
  const bookmark = (): void => {
    watcher.bookmark(store.revision);
  };
  return allowWatchBookmarks ? [stop, repeat(clock, end, bookmark)] : [stop];
}

/** Once a minute, and shortly before the end. */
function repeat(clock: Clock, end: number, bookmark: () => void): () => void {
  let cancel: (() => void) | undefined;
  const schedule = (): void => {
    const wait = Math.min(BOOKMARK_EVERY_MS, end - BOOKMARK_BEFORE_END_MS - clock.monotonic());
    if (wait <= 0) return;
    cancel = clock.after(wait, () => {
      bookmark();
      schedule();
    });
  };
  schedule();
  return () => {
    cancel?.();
  };
}

/** A watch that only says why there is none. */
function failed(error: Status): Watch {
  return { error, next: () => Promise.resolve(undefined), close: () => undefined };
}

import { servedForm } from '../kinds/stored-form.ts';
import { StoredEntry } from '../store/stored-entry.ts';
import type { Entry } from '../api/entry.ts';
import type { Change } from '../store/store.ts';
import type { Target, WatchEvent } from '../api/verbs.ts';
import type { Selection } from './selection.ts';

/** An event about an object. */
export type ObjectEvent = Exclude<WatchEvent, { readonly type: 'BOOKMARK' }>;

/** What one write is to those who watch. Made once for each write, however many hear of it. */
export class Telling {
  readonly change: Change;
  #plain: ObjectEvent | undefined;
  #left: ObjectEvent | undefined;

  constructor(change: Change) {
    this.change = change;
  }

  /** For who watches everything. */
  get plain(): ObjectEvent {
    this.#plain ??= { type: this.change.type, entry: this.change.entry };
    return this.#plain;
  }

  /**
   * For who selects: an object that comes into the selection is ADDED, one that leaves it DELETED, as it was while it was in
   * (`convertToWatchEvent`, apiserver/pkg/storage/cacher/cache_watcher.go). Undefined: not their business.
   */
  selected(selection: Selection): ObjectEvent | undefined {
    const { type, entry, previous } = this.change;
    const is = type !== 'DELETED' && selection.matches(entry);
    const was = previous !== undefined && selection.matches(previous);
    if (is) return was === (type === 'MODIFIED') ? this.plain : { type: 'ADDED', entry };
    if (!was) return undefined;
    return type === 'DELETED' ? this.plain : this.#leaving(previous);
  }

  #leaving(previous: Entry): ObjectEvent {
    this.#left ??= { type: 'DELETED', entry: atRevision(previous, this.change.entry.revision) };
    return this.#left;
  }
}

/** The object as it was, with the version of the write that took it away. */
function atRevision({ key, object }: Entry, revision: number): Entry {
  const moved = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
  return new StoredEntry(key, revision, JSON.stringify(moved), moved);
}

/** The event as the group that is asked shows it. */
export function shownTo({ resource }: Pick<Target, 'resource'>, event: ObjectEvent): ObjectEvent {
  const entry = servedForm(resource, event.entry);
  return entry === event.entry ? event : { type: event.type, entry };
}

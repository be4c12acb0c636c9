import type { ResourceInfo } from '../api/resource-info.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { decodeValue } from '../schema/decode.ts';
import { StoredEntry } from '../store/stored-entry.ts';
import type { Entry } from '../api/entry.ts';

/**
 * The two names of each field of an event: core/v1's and events.k8s.io/v1's (pkg/apis/events/v1/conversion.go). Both groups show the same
 * objects; the store keeps them as core/v1, as the real server does.
 */
const EVENT_FIELDS: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];
const TO_CORE: ReadonlyMap<string, string> = new Map(EVENT_FIELDS.map(([core, events]) => [events, core]));
const TO_EVENTS: ReadonlyMap<string, string> = new Map(EVENT_FIELDS);
const EVENTS_GROUP = 'events.k8s.io';

/** What came in through `info`, as the store keeps it. */
export function storedForm({ group }: ResourceInfo, object: StoredObject): StoredObject {
  return group === EVENTS_GROUP ? renamed(object, TO_CORE, 'v1') : object;
}

/** What the store keeps, as `info` shows it. */
export function servedForm({ group, groupVersion }: ResourceInfo, entry: Entry): Entry {
  if (group !== EVENTS_GROUP) return entry;
  const known = served.get(entry);
  if (known) return known;
  const object = renamed(entry.object, TO_EVENTS, groupVersion);
  const shown = new StoredEntry(entry.key, entry.revision, JSON.stringify(object), object);
  served.set(entry, shown);
  return shown;
}

/** Each entry is made once, however many watch it. */
const served = new WeakMap<Entry, Entry>();

function renamed(object: StoredObject, names: ReadonlyMap<string, string>, apiVersion: string): StoredObject {
  const fields = Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]);
  const value = { ...Object.fromEntries(fields), apiVersion };
  // writes what the other form shows even when it is empty, drops what it does not
  return decodeValue(value, { apiVersion, kind: 'Event' }, 'Ignore').object;
}

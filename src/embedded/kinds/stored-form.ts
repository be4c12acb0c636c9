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
/** The versions of events, with the names of fields that lead from the other one to it. */
const EVENT_VERSIONS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['v1', TO_CORE],
  ['events.k8s.io/v1', TO_EVENTS],
]);

/** What came in through `info`, as the store keeps it. */
export function storedForm({ group }: ResourceInfo, object: StoredObject): StoredObject {
  return group === EVENTS_GROUP ? renamed(object, TO_CORE, 'v1') : object;
}

/** What the store keeps, as `info` shows it. */
export function servedForm(info: ResourceInfo, entry: Entry): Entry {
  if (info.group !== EVENTS_GROUP) return entry;
  const known = served.get(entry);
  if (known) return known;
  const object = servedObject(info, entry.object);
  const shown = new StoredEntry(entry.key, entry.revision, JSON.stringify(object), object);
  served.set(entry, shown);
  return shown;
}

/** The same for an object that is not stored; the object itself where the store keeps it as it is shown. */
export function servedObject({ group, groupVersion }: ResourceInfo, object: StoredObject): StoredObject {
  return group === EVENTS_GROUP ? renamed(object, TO_EVENTS, groupVersion) : object;
}

/** An object in another version of the API; undefined when its kind is not in that one. */
export function inVersion(object: StoredObject, apiVersion: string): StoredObject | undefined {
  if (object.apiVersion === apiVersion) return object;
  const names = object.kind === 'Event' ? EVENT_VERSIONS.get(apiVersion) : undefined;
  return names && renamed(object, names, apiVersion);
}

/** Each entry is made once, however many watch it. */
const served = new WeakMap<Entry, Entry>();

function renamed(object: StoredObject, names: ReadonlyMap<string, string>, apiVersion: string): StoredObject {
  const fields = Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]);
  const value = { ...Object.fromEntries(fields), apiVersion };
  // writes what the other form shows even when it is empty, drops what it does not
  return decodeValue(value, { apiVersion, kind: 'Event' }, 'Ignore').object;
}

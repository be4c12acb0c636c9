import type { StoredObject } from '../api/stored-object.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../data/types.ts';
import { isPlainObject } from '../schema/json-tree.ts';
import { union, type FieldSet } from './field-set.ts';

/** One line of `metadata.managedFields`: who owns which fields. */
export interface ManagerEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** Missing for an applier that changed nothing. */
  readonly time?: string;
  readonly subresource: string;
  readonly fields: FieldSet;
}

/** More update managers than this are merged into one (capmanagers.go). */
const MAX_UPDATE_MANAGERS = 10;
const ANCIENT = 'ancient-changes';

/** What makes two entries those of one manager (managedfields.go BuildManagerIdentifier). */
export type ManagerId = string;

/** By identity. */
export type Managers = ReadonlyMap<ManagerId, ManagerEntry>;

export function idOf({
  manager,
  operation,
  apiVersion,
  subresource,
}: Pick<ManagerEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>): ManagerId {
  return [manager, operation, operation === 'Apply' ? '' : apiVersion, subresource].join('\0');
}

/** Reads `managedFields` of a stored object. */
export function storedManagers(object: StoredObject | undefined): Managers {
  return decodeManagers(object?.metadata.managedFields, typedFields) ?? new Map();
}

/** Reads `managedFields` that a client sent; undefined when they are no such thing. */
export function sentManagers(entries: readonly ManagedFieldsEntry[]): Managers | undefined {
  return decodeManagers(entries, checkedFields);
}

function decodeManagers(
  entries: readonly ManagedFieldsEntry[] = [],
  fieldsOf: (value: unknown) => FieldSet | undefined,
): Managers | undefined {
  const managers = new Map<ManagerId, ManagerEntry>();
  for (const entry of entries) {
    const { manager = '', operation, apiVersion = '', time, subresource = '', fieldsType } = entry;
    if (operation !== 'Apply' && operation !== 'Update') return undefined;
    if (apiVersion === '' || fieldsType !== 'FieldsV1') return undefined;
    const fields = fieldsOf(entry.fieldsV1 ?? {});
    if (!fields) return undefined;
    const times = time ? { time } : {};
    const decoded: ManagerEntry = { manager, operation, apiVersion, subresource, fields, ...times };
    managers.set(idOf(decoded), decoded);
  }
  return managers;
}

/** What is stored was checked when it was sent, or is our own. */
function typedFields(value: unknown): FieldSet | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return value as FieldSet;
}

/** Steps that Go could not read make the whole list invalid. */
function checkedFields(value: unknown): FieldSet | undefined {
  return isFieldSet(value) ? value : undefined;
}

function isFieldSet(value: unknown): value is FieldSet {
  if (!isPlainObject(value)) return false;
  for (const key in value) {
    if (key !== '.' && !isElement(key)) return false;
    if (!isFieldSet(value[key])) return false;
  }
  return true;
}

function isElement(key: string): boolean {
  if (key.startsWith('f:') || /^i:\d+$/.test(key)) return true;
  if (!key.startsWith('k:{') && !key.startsWith('v:')) return false;
  try {
    JSON.parse(key.slice(2));
    return true;
  } catch {
    // not what Go wrote
    return false;
  }
}

/** Writes `managedFields`, in Go's order: appliers first, then by time and name. */
export function encodeManagers(metadata: ObjectMeta, managers: Managers): void {
  if (managers.size === 0) {
    delete metadata.managedFields;
    return;
  }
  metadata.managedFields = [...managers.values()].toSorted(byAge).map((entry) => ({
    manager: entry.manager,
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    ...(entry.time === undefined ? {} : { time: entry.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: entry.fields,
    ...(entry.subresource === '' ? {} : { subresource: entry.subresource }),
  }));
}

function byAge(a: ManagerEntry, b: ManagerEntry): number {
  return (
    compareText(a.operation, b.operation) ||
    compareText(a.time ?? '', b.time ?? '') ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Merges the oldest update managers into one of their version until there are few enough. */
export function capManagers(managers: Managers): Managers {
  const updaters = [...managers].filter(([, { operation }]) => operation === 'Update');
  if (updaters.length <= MAX_UPDATE_MANAGERS) return managers;
  const oldestFirst = updaters.toSorted(
    ([a, x], [b, y]) => compareText(x.time ?? '', y.time ?? '') || compareText(a, b),
  );
  const capped = new Map(managers);
  const firstOf = new Map<string, ManagerId>();
  let count = updaters.length;
  for (const [id, entry] of oldestFirst) {
    if (count <= MAX_UPDATE_MANAGERS) break;
    const first = firstOf.get(entry.apiVersion);
    if (first === undefined) {
      firstOf.set(entry.apiVersion, id);
      continue;
    }
    mergeIntoBucket(capped, first, id, entry);
    count -= 1;
  }
  return capped;
}

function mergeIntoBucket(
  managers: Map<ManagerId, ManagerEntry>,
  first: ManagerId,
  id: ManagerId,
  entry: ManagerEntry,
): void {
  const bucket = { ...entry, manager: ANCIENT, subresource: '' };
  const bucketId = idOf(bucket);
  const fields = (managers.get(bucketId) ?? managers.get(first))?.fields ?? {};
  if (!managers.has(bucketId)) managers.delete(first);
  managers.delete(id);
  managers.set(bucketId, { ...bucket, fields: union(entry.fields, fields) });
}

import type { StoredObject } from '../api/stored-object.ts';

/** So many different parts are kept at most: a cluster has some hundreds, whatever is sent to it. */
const MOST = 4_096;

/** By their JSON. */
const known = new Map<string, object>();

/**
 * Makes parts that many objects have alike one and the same: pods of one template, and all their events, have equal field sets in
 * `metadata.managedFields`, equal labels, owners and tolerations, and that is half of what a parsed pod takes. Stored objects are never
 * changed, so nobody sees it. Returns `object`, changed.
 */
export function withSharedFields<T extends StoredObject>(object: T): T {
  shareFieldSets(object);
  share(object.metadata, ['labels', 'ownerReferences']);
  const spec = memberOf(object, 'spec');
  if (spec) share(spec, ['tolerations', 'selector']);
  return object;
}

function shareFieldSets({ metadata }: StoredObject): void {
  for (const entry of metadata.managedFields ?? []) {
    const { fieldsV1 } = entry;
    if (!fieldsV1) continue;
    const status = memberOf(fieldsV1, 'f:status');
    // a pod's address is in the names of the fields of its status: no two sets are alike, their parts are
    if (status) share(status, ['f:conditions', 'f:containerStatuses']);
    else entry.fieldsV1 = shared(fieldsV1);
  }
}

function share(holder: object, names: readonly string[]): void {
  const members: Partial<Record<string, object>> = Object(holder);
  for (const name of names) {
    const part = memberOf(members, name);
    if (part) members[name] = shared(part);
  }
}

function memberOf(holder: object, name: string): Record<string, unknown> | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(holder, name)?.value;
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shared<T extends object>(part: T): T;
function shared(part: object): object {
  const text = JSON.stringify(part);
  const found = known.get(text);
  if (found) return found;
  // rather begin again than find out which are in use
  if (known.size >= MOST) known.clear();
  known.set(text, part);
  return part;
}

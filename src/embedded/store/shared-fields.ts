import type { StoredObject } from '../api/stored-object.ts';

/** So many different sets are kept at most: a cluster has some hundreds, whatever is sent to it. */
const MOST = 4_096;

/** By the JSON of a set. */
const known = new Map<string, Record<string, unknown>>();

/**
 * Makes equal field sets of `metadata.managedFields` one and the same: pods of one template, and all their events, say the same, and that is
 * half of what a parsed pod takes. Stored objects are never changed, so nobody sees it. Returns `object`, changed.
 */
export function withSharedFields(object: StoredObject): StoredObject {
  for (const entry of object.metadata.managedFields ?? []) {
    const { fieldsV1 } = entry;
    if (fieldsV1) entry.fieldsV1 = shared(fieldsV1);
  }
  return object;
}

function shared(fields: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(fields);
  const found = known.get(text);
  if (found) return found;
  // rather begin again than find out which are in use
  if (known.size >= MOST) known.clear();
  known.set(text, fields);
  return fields;
}

import type { StoredObject } from '../api/stored-object.ts';
import { isEqualJson } from '../schema/json-tree.ts';

/**
 * Takes back the times in `draft.metadata.managedFields` when they are all that differs from `old`, so that a write of nothing is none
 * (apiserver/pkg/endpoints/handlers/fieldmanager/equality.go IgnoreManagedFieldsTimestampsTransformer). Called after the kind's
 * `prepareForUpdate`, with the same resourceVersion in both.
 */
export function revertTimestamps(old: StoredObject, draft: StoredObject): void {
  const before = old.metadata.managedFields ?? [];
  const now = draft.metadata.managedFields ?? [];
  if (before.length !== now.length || now.length === 0) return;
  if (now.every(({ time }, index) => time === before[index]?.time)) return;
  const reverted = now.map((entry, index) => ({ ...entry, ...timeOf(before[index]) }));
  if (!isEqualJson(reverted, before)) return;
  if (isEqualJson({ ...draft, metadata: { ...draft.metadata, managedFields: before } }, old)) {
    draft.metadata.managedFields = before;
  }
}

function timeOf(entry: { readonly time?: string } | undefined): { readonly time?: string } {
  return entry?.time === undefined ? {} : { time: entry.time };
}

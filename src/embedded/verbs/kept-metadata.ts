import type { ObjectMeta } from '../data/types.ts';

const KEPT = [
  'deletionTimestamp',
  'generation',
  'selfLink',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
] as const;

/** A part of an object is written: its metadata stays, but for managedFields (`ResetObjectMetaForStatus`, apimachinery/pkg/apis/meta/v1). */
export function keepMetadata(draft: ObjectMeta, old: ObjectMeta): void {
  for (const name of KEPT) delete draft[name];
  const kept = Object.entries(old).filter(([name]) => KEPT.some((known) => known === name));
  Object.assign(draft, Object.fromEntries(kept));
}

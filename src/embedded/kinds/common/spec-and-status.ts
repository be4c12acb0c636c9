import type { StoredObject } from '../../api/stored-object.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';

/** What people want and what is: the one is theirs, the other the controllers'. */
interface WithSpecAndStatus extends StoredObject {
  spec?: unknown;
  status?: unknown;
}

/** Clients make the spec, not the status; the first generation. */
export function beginGenerations(draft: WithSpecAndStatus): void {
  delete draft.status;
  draft.metadata.generation = 1;
}

/** The status stays; another spec is another generation. */
export function raiseGeneration(draft: WithSpecAndStatus, old: WithSpecAndStatus): void {
  keepStatus(draft, old);
  if (!isEqualInMeaning(draft.spec, old.spec)) nextGeneration(draft, old);
}

/** One more than the stored object's. */
export function nextGeneration(draft: StoredObject, old: StoredObject): void {
  draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
}

/** An update of the object leaves its status alone. */
export function keepStatus(draft: WithSpecAndStatus, old: WithSpecAndStatus): void {
  restore(draft, old, 'status');
}

/** An update of the status leaves the spec alone. */
export function keepSpec(draft: WithSpecAndStatus, old: WithSpecAndStatus): void {
  restore(draft, old, 'spec');
}

/** An update of the status of some kinds leaves the labels alone, too. */
export function keepLabels({ metadata }: StoredObject, { metadata: before }: StoredObject): void {
  if (before.labels === undefined) delete metadata.labels;
  else metadata.labels = before.labels;
}

const METADATA = ['generation', 'labels', 'annotations', 'finalizers', 'ownerReferences'] as const;

/** `ResetObjectMetaForStatus` (apimachinery/pkg/apis/meta/v1/helpers.go): some leave all metadata alone. */
export function keepMetadata({ metadata }: StoredObject, { metadata: before }: StoredObject): void {
  for (const field of METADATA) {
    delete metadata[field];
    Object.assign(metadata, before[field] === undefined ? {} : { [field]: before[field] });
  }
}

/** The stored value is shared: nobody changes a part of an object that somebody restored. */
function restore(draft: WithSpecAndStatus, old: WithSpecAndStatus, field: 'spec' | 'status'): void {
  if (old[field] === undefined) delete draft[field];
  else draft[field] = old[field];
}

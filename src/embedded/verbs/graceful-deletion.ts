import { invalid, invalidObject, notSupported, type FieldError } from '../api/field-error.ts';
import type { ResourceInfo } from '../api/resource-info.ts';
import { conflict, type StatusError } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { DeleteOptions } from '../data/types.ts';
import type { Strategy } from '../kinds/strategy.ts';
import { timeOf } from '../../api/times.ts';

const POLICIES = ['Foreground', 'Background', 'Orphan'];

/** Throws `StatusError` 422 (`ValidateDeleteOptions`, apimachinery/pkg/apis/meta/v1/validation). */
export function checkDeleteOptions({ propagationPolicy: policy, orphanDependents }: DeleteOptions): void {
  const errors: FieldError[] = [];
  if (policy !== undefined && orphanDependents !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalid('propagationPolicy', policy, detail));
  }
  if (policy !== undefined && !POLICIES.includes(policy)) {
    errors.push(notSupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  }
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
}

/** Throws `StatusError` 409 when the object is not the one that is meant. */
export function checkDeletePreconditions(
  info: ResourceInfo,
  { metadata }: StoredObject,
  { preconditions }: DeleteOptions,
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid !== undefined && uid !== (metadata.uid ?? '')) {
    throw mismatch(info, metadata.name, 'UID', uid, metadata.uid, 'deleted and then recreated');
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const found = metadata.resourceVersion;
    throw mismatch(info, metadata.name, 'ResourceVersion', resourceVersion, found, 'modified');
  }
}

function mismatch(
  { storage, plural, kind }: ResourceInfo,
  name = '',
  what: string,
  asked: string,
  found = '',
  happened: string,
): StatusError {
  // upstream names the kind here where it names the resource elsewhere, and the group whose type is stored
  const group = storage.slice(plural.length + 1);
  const named = { group, plural: kind, qualified: group === '' ? kind : `${kind}.${group}` };
  const record = `the ${what} in the precondition (${asked}) does not match the ${what} in record (${found})`;
  return conflict(named, name, `${record}. The object might have been ${happened}`);
}

/**
 * What a deletion means for an object. `now`: nothing more to wait for but finalizers. `mark`: the draft was marked, with `seconds` of grace.
 * `pending`: it waits already, and this request does not shorten that.
 */
export type Grace = 'now' | 'pending' | { readonly seconds: number };

/** `BeforeDelete` (apiserver/pkg/registry/rest/delete.go). Marks `draft`. */
export function beginDeletion(
  draft: StoredObject,
  options: DeleteOptions,
  strategy: Strategy,
  now: number,
): Grace {
  const { metadata } = draft;
  if (!strategy.gracePeriod) return 'now';
  const asked = atLeastOne(options.gracePeriodSeconds);
  if (metadata.deletionTimestamp !== undefined) return shortened(draft, asked, now);
  const seconds = strategy.gracePeriod(draft, asked);
  metadata.deletionTimestamp = timeOf(now + seconds * 1000);
  metadata.deletionGracePeriodSeconds = seconds;
  raiseGeneration(draft);
  return { seconds };
}

/** Only less grace may be asked for later. */
function shortened({ metadata }: StoredObject, asked: number | undefined, now: number): Grace {
  const before = atLeastOne(metadata.deletionGracePeriodSeconds) ?? 0;
  if (before === 0) return 'now';
  if (asked === undefined || asked >= before) return 'pending';
  const begun = Date.parse(metadata.deletionTimestamp ?? '') - before * 1000;
  const due = begun + asked * 1000;
  const past = due < now;
  // the time is over, but who asked for grace gets the shortest: somebody else sees it and deletes for good
  const seconds = past && asked !== 0 ? 1 : asked;
  metadata.deletionTimestamp = timeOf(past ? now : due);
  metadata.deletionGracePeriodSeconds = seconds;
  return { seconds };
}

/** An object that waits for finalizers only (`markAsDeleting`, generic/registry/store.go). */
export function markAsDeleting(draft: StoredObject, now: number): void {
  const { metadata } = draft;
  if (metadata.deletionTimestamp === undefined) raiseGeneration(draft);
  const due = metadata.deletionTimestamp;
  if (due === undefined || Date.parse(due) > now) metadata.deletionTimestamp = timeOf(now);
  metadata.deletionGracePeriodSeconds = 0;
}

function raiseGeneration({ metadata }: StoredObject): void {
  if (metadata.generation !== undefined && metadata.generation > 0) metadata.generation += 1;
}

/** Negative seconds mean one. */
function atLeastOne(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds < 0 ? 1 : seconds;
}

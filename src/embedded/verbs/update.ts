import { randomSuffix } from '../api/generated-names.ts';
import type { WriteContext } from '../api/caller.ts';
import { invalid, invalidObject } from '../api/field-error.ts';
import { notFound, staleVersion } from '../api/status.ts';
import { typed, type StoredObject } from '../api/stored-object.ts';
import { revertTimestamps } from '../apply/timestamps.ts';
import type { Namespace } from '../data/types.ts';
import { storedForm } from '../kinds/stored-form.ts';
import { isEqualJson } from '../schema/json-tree.ts';
import type { Entry } from '../api/entry.ts';
import { checkUpdated } from './checks.ts';
import type { Target, Written } from '../api/verbs.ts';
import { storeNew } from './create.ts';
import type { Endpoint } from './endpoint.ts';
import { endpointOf } from './endpoints.ts';
import { etcdPath, keyOfTarget } from './keys.ts';
import { checkName, dropDuplicateOwners, ensureNamespace, wipeSystemFields } from './object-meta.ts';
import { rulesOf, storedOf, type VerbsParts } from './parts.ts';
import { plainError, preconditionFailed } from './refusals.ts';
import { notANumber } from './resource-version.ts';
import { answerOf, canonical, unsavedAnswer } from './save.ts';
import { track } from './tracking.ts';

/** A change of one object, however it was asked for (`UpdatedObjectInfo`, apiserver/pkg/registry/rest/update.go). */
export interface Change {
  /** The object must have this uid. */
  readonly uid?: string;
  /** An object that is not there is made. */
  readonly mayCreate: boolean;
  /** The new object from the present one: a draft that went through mutating admission. */
  make(old: StoredObject | undefined): StoredObject;
  /** What the validating admission is shown of the object; the object itself when missing. */
  readonly shown?: (object: StoredObject) => StoredObject;
}

/** Replaces an object, or a part of it (apiserver/pkg/endpoints/handlers/update.go). Throws `StatusError`. */
export function updateObject(
  parts: VerbsParts,
  target: Target,
  object: StoredObject,
  context: WriteContext,
): Written {
  const strategy = rulesOf(parts, target);
  const draft = storedForm(target.resource, object);
  strategy.defaults?.(draft);
  ensureNamespace(draft.metadata, target);
  checkName(draft.metadata, target.name ?? '');
  dropDuplicateOwners(draft, context.warnings, 'before');
  const { uid } = draft.metadata;
  return writeObject(parts, target, endpointOf(target, strategy), context, {
    ...(uid ? { uid } : {}),
    mayCreate: !target.subresource && strategy.createOnUpdate === true,
    make: (old) => {
      track(parts, target, draft, old, context);
      return admitted(parts, target, draft, old, context);
    },
  });
}

/** The draft after mutating admission. */
export function admitted(
  { admission }: VerbsParts,
  target: Target,
  draft: StoredObject,
  old: StoredObject | undefined,
  context: WriteContext,
): StoredObject {
  if (old) admission.mutate({ operation: 'UPDATE', target, draft, old, context });
  else admission.mutate({ operation: 'CREATE', target, draft, context });
  dropDuplicateOwners(draft, context.warnings, 'after');
  return draft;
}

/** `Store.Update` (apiserver/pkg/registry/generic/registry/store.go). */
export function writeObject(
  parts: VerbsParts,
  target: Target,
  endpoint: Endpoint,
  context: WriteContext,
  change: Change,
): Written {
  const key = keyOfTarget(target);
  const entry = parts.store.get(target.resource.storage, key);
  if (!entry && !change.mayCreate) throw notFound(target.resource, target.name ?? '');
  checkUid(target, key, change.uid, entry);
  const draft = change.make(entry?.object);
  if (!entry) {
    wipeSystemFields(draft.metadata);
    delete draft.metadata.resourceVersion;
    return storeNew(parts, target, draft, context);
  }
  checkVersion(parts, target, draft, entry);
  prepare(parts, target, endpoint, draft, entry.object, context);
  const shown = change.shown ?? ((object: StoredObject) => object);
  parts.admission.validate({
    operation: 'UPDATE',
    target,
    draft: shown(draft),
    old: shown(entry.object),
    context,
  });
  return replace(parts, target, draft, entry, context);
}

function checkUid(target: Target, key: string, asked: string | undefined, entry: Entry | undefined): void {
  const found = entry?.object.metadata.uid ?? '';
  if (asked === undefined || asked === found) return;
  const { resource, name = '' } = target;
  throw preconditionFailed(resource, name, etcdPath(target, key), { what: 'UID', asked, found });
}

function checkVersion(
  parts: VerbsParts,
  target: Target,
  { metadata }: StoredObject,
  { revision }: Entry,
): void {
  const { resource, name = '' } = target;
  const { resourceVersion: given = '' } = metadata;
  if (given !== '' && !/^\d+$/.test(given)) throw plainError(notANumber(given));
  if (Number(given) === 0) {
    if (rulesOf(parts, target).unconditionalUpdate === false) {
      const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update');
      throw invalidObject({ group: resource.group, kind: resource.plural }, name, [error]);
    }
    metadata.resourceVersion = String(revision);
  } else if (Number(given) !== revision) throw staleVersion(resource, name);
}

/** `BeforeUpdate` (apiserver/pkg/registry/rest/update.go). */
function prepare(
  { clock, random, store }: VerbsParts,
  target: Target,
  endpoint: Endpoint,
  draft: StoredObject,
  old: StoredObject,
  { warnings }: WriteContext,
): void {
  const { metadata } = draft;
  const before = old.metadata;
  ensureNamespace(metadata, target);
  if (before.generation === undefined) delete metadata.generation;
  else metadata.generation = before.generation;
  endpoint.prepareForUpdate?.(draft, old, {
    now: clock.now(),
    randomSuffix: () => randomSuffix(random),
    stored: () => storedOf({ store }, target),
    warn: (words) => warnings.push(words),
  });
  if (!metadata.uid && before.uid !== undefined) metadata.uid = before.uid;
  if (before.creationTimestamp !== undefined) metadata.creationTimestamp = before.creationTimestamp;
  if (before.deletionTimestamp !== undefined) metadata.deletionTimestamp = before.deletionTimestamp;
  if (before.deletionGracePeriodSeconds !== undefined) {
    metadata.deletionGracePeriodSeconds ??= before.deletionGracePeriodSeconds;
  }
  checkUpdated(target, draft, old, (object, was) => endpoint.validateUpdate?.(object, was) ?? []);
  warnings.push(...(endpoint.warnings?.(draft, old) ?? []));
}

function replace(
  { store }: VerbsParts,
  target: Target,
  draft: StoredObject,
  entry: Entry,
  { dryRun }: WriteContext,
): Written {
  const { storage } = target.resource;
  const next = canonical(draft);
  if (isFinished(next, entry.object)) {
    if (!dryRun) store.remove(storage, entry.key, entry.revision);
    return unsavedAnswer(target, next, false);
  }
  // storage.Versioner.PrepareObjectForStorage: a dry run answers with what clients sent
  if (!dryRun) delete next.metadata.selfLink;
  revertTimestamps(entry.object, next);
  if (isEqualJson(next, entry.object)) return answerOf(target, entry, false);
  if (dryRun) return unsavedAnswer(target, next, false);
  return answerOf(target, store.replace(storage, entry.key, next, entry.revision) ?? entry, false);
}

/** Whether this update took away the last thing that a deletion waited for (`ShouldDeleteDuringUpdate`; for namespaces also their own finalizers). */
function isFinished(next: StoredObject, { metadata: before }: StoredObject): boolean {
  if (next.metadata.finalizers?.length || before.deletionTimestamp === undefined) return false;
  if (next.kind === 'Namespace' && hasFinalizersOfItsOwn(next)) return false;
  return (before.deletionGracePeriodSeconds ?? 0) === 0;
}

function hasFinalizersOfItsOwn(object: StoredObject): boolean {
  return (typed<Namespace>(object).spec?.finalizers?.length ?? 0) > 0;
}

import { generatedName, randomSuffix } from '../api/generated-names.ts';
import type { WriteContext } from '../api/caller.ts';
import { keyOf } from '../api/resource-info.ts';
import { alreadyExists, StatusError } from '../api/status.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { storedForm } from '../kinds/stored-form.ts';
import { checkCreated } from './checks.ts';
import type { Target, Written } from '../api/verbs.ts';
import { dropDuplicateOwners, ensureNamespace, fillSystemFields, wipeSystemFields } from './object-meta.ts';
import { rulesOf, storedOf, type VerbsParts } from './parts.ts';
import { generatedNameTaken, plainError } from './refusals.ts';
import { answerOf, canonical, unsavedAnswer } from './save.ts';
import { track } from './tracking.ts';

/** How often a generated name is tried (`maxNameGenerationCreateAttempts`). */
const NAME_ATTEMPTS = 8;

/** Creates an object (apiserver/pkg/endpoints/handlers/create.go, then `Store.Create`). Throws `StatusError`. */
export function createObject(
  parts: VerbsParts,
  target: Target,
  object: StoredObject,
  context: WriteContext,
): Written {
  const draft = storedForm(target.resource, object);
  rulesOf(parts, target).defaults?.(draft);
  wipeSystemFields(draft.metadata);
  ensureNamespace(draft.metadata, target);
  dropDuplicateOwners(draft, context.warnings, 'before');
  track(parts, target, draft, undefined, context);
  const named = withName(target, draft);
  parts.admission.mutate({ operation: 'CREATE', target: named, draft, context });
  dropDuplicateOwners(draft, context.warnings, 'after');
  return storeNew(parts, named, draft, context);
}

/** What is left to do when the draft went through mutating admission: also for creates by update and by apply. */
export function storeNew(
  parts: VerbsParts,
  target: Target,
  draft: StoredObject,
  context: WriteContext,
): Written {
  const { metadata } = draft;
  fillSystemFields(metadata, parts.clock.now());
  if (metadata.generateName && !metadata.name) metadata.name = freeName(parts, target, metadata.generateName);
  ensureNamespace(metadata, target);
  const strategy = rulesOf(parts, target);
  strategy.prepareForCreate?.(draft, {
    now: parts.clock.now(),
    randomSuffix: () => randomSuffix(parts.random),
    stored: () => storedOf(parts, target),
    warn: (words) => context.warnings.push(words),
  });
  checkCreated(target, draft, strategy);
  context.warnings.push(...(strategy.warnings?.(draft) ?? []));
  const named = withName(target, draft);
  parts.admission.validate({ operation: 'CREATE', target: named, draft, context });
  return put(parts, named, draft, context);
}

function put({ store }: VerbsParts, target: Target, draft: StoredObject, { dryRun }: WriteContext): Written {
  const { resource, namespace, name = '' } = target;
  const key = keyOf(resource, namespace, name);
  if (store.get(resource.storage, key)) throw taken({ store }, target, draft);
  if (isVersion(draft.metadata.resourceVersion)) {
    throw plainError('resourceVersion should not be set on objects to be created');
  }
  if (dryRun) return unsavedAnswer(target, canonical(draft), true);
  // keeps the place among the members; the store knows the number
  draft.metadata.resourceVersion = '0';
  const entry = store.create(resource.storage, key, canonical(draft));
  if (!entry) throw taken({ store }, target, draft);
  return answerOf(target, entry, true);
}

function isVersion(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text) && Number(text) !== 0;
}

/** The same words for a name that was given and one that was generated, but for an explanation. */
function taken(
  { store }: Pick<VerbsParts, 'store'>,
  { resource, namespace, name = '' }: Target,
  draft: StoredObject,
): StatusError {
  const error = draft.metadata.generateName
    ? generatedNameTaken(resource, name)
    : alreadyExists(resource, name);
  const { object } = store.get(resource.storage, keyOf(resource, namespace, name)) ?? {};
  if (!object?.metadata.deletionTimestamp) return error;
  const { details } = error.status;
  return new StatusError(409, 'AlreadyExists', `object is being deleted: ${error.message}`, details);
}

function freeName({ store, random }: VerbsParts, { resource, namespace }: Target, base: string): string {
  let name = generatedName(base, random);
  for (let tried = 1; tried < NAME_ATTEMPTS; tried += 1) {
    if (!store.get(resource.storage, keyOf(resource, namespace, name))) break;
    name = generatedName(base, random);
  }
  return name;
}

function withName(target: Target, { metadata: { name } }: StoredObject): Target {
  return name ? { ...target, name } : target;
}

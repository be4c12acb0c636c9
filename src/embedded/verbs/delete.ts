import type { WriteContext } from '../api/caller.ts';
import { notFound } from '../api/status.ts';
import { draftOf, type StoredObject } from '../api/stored-object.ts';
import type { DeleteOptions } from '../data/types.ts';
import { isEqualJson } from '../schema/json-tree.ts';
import type { Entry } from '../api/entry.ts';
import { StoredEntry } from '../store/stored-entry.ts';
import type { Deleted, Target } from '../api/verbs.ts';
import { deletionFinalizers, warnOfPropagation } from './garbage-finalizers.ts';
import {
  beginDeletion,
  checkDeleteOptions,
  checkDeletePreconditions,
  markAsDeleting,
} from './graceful-deletion.ts';
import { keyOfTarget } from './keys.ts';
import { deleteNamespace } from './namespace-deletion.ts';
import { rulesOf, type VerbsParts } from './parts.ts';
import { answerOf, canonical } from './save.ts';

/** Kinds whose last state is the answer to their deletion (`ReturnDeletedObject`). */
const ANSWERED_WITH_OBJECT: ReadonlySet<string> = new Set([
  'namespaces',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'podtemplates',
  'resourcequotas',
  'serviceaccounts',
  'services',
  'csidrivers.storage.k8s.io',
  'csinodes.storage.k8s.io',
  'storageclasses.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
  'deviceclasses.resource.k8s.io',
  'resourceclaims.resource.k8s.io',
  'resourceclaimtemplates.resource.k8s.io',
  'resourceslices.resource.k8s.io',
]);

/** Deletes an object, or begins to (`Store.Delete`, apiserver/pkg/registry/generic/registry/store.go). Throws `StatusError`. */
export function deleteObject(
  parts: VerbsParts,
  target: Target,
  options: DeleteOptions,
  context: WriteContext,
): Deleted {
  checkDeleteOptions(options);
  warnOfPropagation(rulesOf(parts, target), options, context.warnings);
  const entry = parts.store.get(target.resource.storage, keyOfTarget(target));
  if (!entry) throw notFound(target.resource, target.name ?? '');
  const admit = (): void => {
    const request = { operation: 'DELETE', target, old: entry.object, context } as const;
    parts.admission.mutate(request);
    parts.admission.validate(request);
  };
  if (target.resource.qualified === 'namespaces') {
    const answer = deleteNamespace(parts, target, entry, options, {
      mark: (draft) => replaced(parts, target, entry, draft, context.dryRun).answer,
      keep: () => kept(target, entry),
      admit,
    });
    if (answer) return answer;
  }
  return deleteEntry(parts, target, entry, options, { dryRun: context.dryRun, admit });
}

/** As `deleteObject`, with `admit` instead of the admission plugins. */
export function deleteEntry(
  parts: VerbsParts,
  target: Target,
  entry: Entry,
  options: DeleteOptions,
  { dryRun, admit }: { readonly dryRun: boolean; readonly admit: () => void },
): Deleted {
  const strategy = rulesOf(parts, target);
  const now = parts.clock.now();
  const draft = draftOf(entry.object);
  checkDeletePreconditions(target.resource, draft, options);
  const grace = beginDeletion(draft, options, strategy, now);
  if (grace === 'pending') return kept(target, entry);
  const { finalizers = [] } = draft.metadata;
  const wanted = deletionFinalizers(finalizers, options, strategy.orphansByDefault === true);
  draft.metadata.finalizers = wanted;
  admit();
  if (grace === 'now') {
    if (wanted.length === 0) return removed(parts, target, entry, dryRun);
    markAsDeleting(draft, now);
  }
  const marked = replaced(parts, target, entry, draft, dryRun);
  if (wanted.length > 0 || (grace !== 'now' && grace.seconds > 0)) return marked.answer;
  return dryRun ? gone(target, marked.entry) : removed(parts, target, marked.entry, false);
}

/** The object with its marks; nothing is written when it had them already. */
function replaced(
  { store }: VerbsParts,
  target: Target,
  entry: Entry,
  draft: StoredObject,
  dryRun: boolean,
): { readonly answer: Deleted; readonly entry: Entry } {
  const next = canonical(draft);
  if (isEqualJson(next, entry.object)) return { answer: kept(target, entry), entry };
  if (dryRun) {
    const unsaved = new StoredEntry(entry.key, entry.revision, JSON.stringify(next), next);
    return { answer: kept(target, unsaved), entry: unsaved };
  }
  const written = store.replace(target.resource.storage, entry.key, next, entry.revision) ?? entry;
  return { answer: kept(target, written), entry: written };
}

function removed({ store }: VerbsParts, target: Target, entry: Entry, dryRun: boolean): Deleted {
  if (dryRun) return gone(target, entry);
  return gone(target, store.remove(target.resource.storage, entry.key, entry.revision) ?? entry);
}

function gone(target: Target, entry: Entry): Deleted {
  const uid = entry.object.metadata.uid ?? '';
  if (!ANSWERED_WITH_OBJECT.has(target.resource.qualified)) return { gone: true, uid };
  const { object, text } = answerOf(target, entry, false);
  return { gone: true, uid, object, text };
}

/** The object that stays for now. */
function kept(target: Target, entry: Entry): Deleted {
  const { object, text } = answerOf(target, entry, false);
  return { gone: false, object, text };
}

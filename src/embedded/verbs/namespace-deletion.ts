import { conflict } from '../api/status.ts';
import { draftOf, typed } from '../api/stored-object.ts';
import type { DeleteOptions, Namespace } from '../data/types.ts';
import type { Entry } from '../api/entry.ts';
import type { Deleted, Target } from '../api/verbs.ts';
import { namespaceFinalizers } from './garbage-finalizers.ts';
import { timeOf } from '../../api/times.ts';
import type { VerbsParts } from './parts.ts';

/** What becomes of a namespace's entry when it is marked: given, as only deletions know how to answer. */
export interface NamespaceMarks {
  /** Writes the draft unless it says what is stored already. */
  readonly mark: (draft: Namespace) => Deleted;
  /** The answer that changes nothing. */
  readonly keep: () => Deleted;
  readonly admit: () => void;
}

/**
 * The first deletion of a namespace only makes it Terminating; it stays as long as it has finalizers of its own, which the namespace
 * controller takes away when it is empty (pkg/registry/core/namespace/storage). Undefined: nothing is in the way any more.
 */
export function deleteNamespace(
  { clock }: VerbsParts,
  { resource, name = '' }: Target,
  { object }: Entry,
  options: DeleteOptions,
  { mark, keep, admit }: NamespaceMarks,
): Deleted | undefined {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = object;
  const failed = (what: string, asked: string, found = ''): never => {
    const why = `Precondition failed: ${what} in precondition: ${asked}, ${what} in object meta: ${found}`;
    throw conflict(resource, name, why);
  };
  if (uid !== undefined && uid !== metadata.uid) failed('UID', uid, metadata.uid);
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    failed('ResourceVersion', resourceVersion, metadata.resourceVersion);
  }
  const namespace = typed<Namespace>(object);
  if (metadata.deletionTimestamp !== undefined)
    return namespace.spec?.finalizers?.length ? keep() : undefined;
  admit();
  const draft = draftOf(namespace);
  draft.metadata.deletionTimestamp = timeOf(clock.now());
  draft.metadata.finalizers = namespaceFinalizers(metadata.finalizers ?? [], options);
  draft.status = { ...draft.status, phase: 'Terminating' };
  return mark(draft);
}

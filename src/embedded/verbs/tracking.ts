import type { WriteContext } from '../api/caller.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { Target } from '../api/verbs.ts';
import { trackManagedFields } from '../apply/managed-fields.ts';
import { inVersion, servedObject } from '../kinds/stored-form.ts';
import type { VerbsParts } from './parts.ts';

/** Who changed what, before the server itself changes anything: told in the form in which the client sent it. `draft` is in the stored form. */
export function track(
  { clock }: Pick<VerbsParts, 'clock'>,
  { resource, subresource = '' }: Target,
  draft: StoredObject,
  old: StoredObject | undefined,
  { manager }: Pick<WriteContext, 'manager'>,
): void {
  const sent = servedObject(resource, draft);
  const writer = { manager, subresource, now: clock.now(), convert: inVersion };
  trackManagedFields(old && servedObject(resource, old), sent, writer);
  if (sent === draft) return;
  const { managedFields } = sent.metadata;
  if (managedFields) draft.metadata.managedFields = managedFields;
  else delete draft.metadata.managedFields;
}

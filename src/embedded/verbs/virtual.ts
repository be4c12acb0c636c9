import type { WriteContext } from '../api/caller.ts';
import type { StoredObject } from '../api/stored-object.ts';
import { trackManagedFields } from '../apply/managed-fields.ts';
import type { Target, VirtualKind, Written } from '../api/verbs.ts';
import { ensureNamespace, wipeSystemFields } from './object-meta.ts';
import type { VerbsParts } from './parts.ts';
import { ordered } from './save.ts';

/** A create of something that is asked and answered, never stored: token reviews, access reviews, tokens. */
export function createVirtual({
  defaults,
  answer,
}: VirtualKind): (parts: VerbsParts, target: Target, object: StoredObject, context: WriteContext) => Written {
  return ({ admission, clock }, target, draft, context) => {
    defaults?.(draft);
    wipeSystemFields(draft.metadata);
    ensureNamespace(draft.metadata, target);
    const { subresource = '' } = target;
    trackManagedFields(undefined, draft, { manager: context.manager, subresource, now: clock.now() });
    const request = { operation: 'CREATE', target, draft, context } as const;
    admission.mutate(request);
    admission.validate(request);
    const object = ordered(answer(target, draft, context));
    return { object, text: JSON.stringify(object), created: true };
  };
}

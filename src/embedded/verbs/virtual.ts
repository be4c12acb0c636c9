import type { WriteContext } from '../api/caller.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { Target, VirtualCreate, Written } from './contract.ts';
import { ensureNamespace, wipeSystemFields } from './object-meta.ts';
import type { VerbsParts } from './parts.ts';

/** A create of something that is asked and answered, never stored: token reviews, access reviews, tokens. */
export function createVirtual(
  answer: VirtualCreate,
): (parts: VerbsParts, target: Target, object: StoredObject, context: WriteContext) => Written {
  return ({ admission }, target, draft, context) => {
    wipeSystemFields(draft.metadata);
    ensureNamespace(draft.metadata, target);
    const request = { operation: 'CREATE', target, draft, context } as const;
    admission.mutate(request);
    admission.validate(request);
    const object = answer(target, draft, context);
    return { object, text: JSON.stringify(object), created: true };
  };
}

import type { StoredObject } from '../api/stored-object.ts';
import { servedForm } from '../kinds/stored-form.ts';
import { decoderOf } from '../schema/decoders.ts';
import { shapeNameOf } from '../schema/shapes.ts';
import type { Entry } from '../api/entry.ts';
import { StoredEntry } from '../store/stored-entry.ts';
import type { Target, Written } from '../api/verbs.ts';

/**
 * The draft as Go would store it: members in the order of its types, nothing that is empty. What rules and admission left behind (a map
 * without entries, a member set late) is no different then from what a client sends.
 */
export function canonical(draft: StoredObject): StoredObject {
  return shaped(draft, true);
}

/** The same for what is answered without being stored: what is empty and must be written is seen. */
export function ordered(draft: StoredObject): StoredObject {
  return shaped(draft, false);
}

function shaped(draft: StoredObject, stored: boolean): StoredObject {
  const { apiVersion = '', kind = '' } = draft;
  const shape = shapeNameOf(apiVersion, kind);
  if (shape === undefined) return draft;
  const decoded = decoderOf(shape)(draft, { members: 0, unknown: false, doubtful: false, stored });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a shape with a kind has metadata
  return Object.assign({ kind, apiVersion }, decoded) as StoredObject;
}

/** The answer for a stored object, in the form of the group that was asked. */
export function answerOf({ resource }: Target, entry: Entry, created: boolean): Written {
  const { object, text } = servedForm(resource, entry);
  return { object, text, created };
}

/** The answer for an object that was not stored: of a dry run, or the last one of an object that its update removed. */
export function unsavedAnswer(target: Target, object: StoredObject, created: boolean): Written {
  return answerOf(target, new StoredEntry('', 0, JSON.stringify(object), object), created);
}

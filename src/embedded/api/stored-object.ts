import type { ObjectMeta } from '../data/types.ts';

/**
 * Any object of the API, as its JSON is. A *stored* object (one that came from the store) is never changed by anybody; a *draft* is a
 * copy that somebody may change until it is stored.
 */
export interface StoredObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
}

/** A copy that may be changed. `object` must be plain JSON. */
export function draftOf<T extends StoredObject>(object: T): T {
  return structuredClone(object);
}

/** The one place where an object takes the type of its kind: what is stored went through the kind's schema. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the kind
export function typed<T extends StoredObject>(object: StoredObject): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return object as T;
}

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
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy has the type of the original
  return copied(object) as T;
}

/** Seven times faster than `structuredClone`, which knows more than JSON. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key in value) {
    const member = copied(value[key]);
    if (key === '__proto__') Object.defineProperty(copy, key, { ...WRITABLE, value: member });
    else copy[key] = member;
  }
  return copy;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** As an assignment makes a member; assigning to this one name would do something else. */
const WRITABLE = { configurable: true, enumerable: true, writable: true } as const;

/** The one place where an object takes the type of its kind: what is stored went through the kind's schema. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the kind
export function typed<T extends StoredObject>(object: StoredObject): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return object as T;
}

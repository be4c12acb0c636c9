import type { StoredObject } from './stored-object.ts';

/** One stored object. The same entry is handed to everybody: nobody changes it. */
export interface Entry<T extends StoredObject = StoredObject> {
  /** `keyOf(resource, namespace, name)`. */
  readonly key: string;
  /** With `apiVersion`, `kind` and `metadata.resourceVersion`. */
  readonly object: T;
  /** `JSON.stringify(object)`: what lists and watches send. */
  readonly text: string;
  /** The write that made it, as a number; `metadata.resourceVersion` is the same as text. */
  readonly revision: number;
}

import { typed, type StoredObject } from '../api/stored-object.ts';
import type { Entry } from '../api/entry.ts';
import { withSharedFields } from './shared-fields.ts';

/**
 * An entry that keeps its JSON and parses it when somebody asks for the object: tens of thousands of objects that nobody looks at
 * (after a restart, or replaced ones in the watch window) then cost only their text.
 */
export class StoredEntry implements Entry {
  readonly key: string;
  readonly text: string;
  readonly revision: number;
  #object: StoredObject | undefined;

  constructor(key: string, revision: number, text: string, object?: StoredObject) {
    this.key = key;
    this.revision = revision;
    this.text = text;
    this.#object = object && withSharedFields(object);
  }

  get object(): StoredObject {
    this.#object ??= withSharedFields(typed(JSON.parse(this.text)));
    return this.#object;
  }

  /** Forgets the parsed object: the next reader parses again. */
  release(): void {
    this.#object = undefined;
  }
}

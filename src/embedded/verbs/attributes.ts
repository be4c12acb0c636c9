import type { ResourceInfo } from '../api/resource-info.ts';
import { StoredEntry } from '../store/stored-entry.ts';
import type { Entry } from '../api/entry.ts';
import { rulesOf, type VerbsParts } from './parts.ts';

/** What objects are selected by. */
export interface Attributes {
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** By the names that the kind's rules give them, with `metadata.name` and `metadata.namespace`. */
  readonly fields: Readonly<Record<string, string>>;
}

export type AttributeReader = (entry: Entry) => Attributes;

/** Reads the attributes of a kind's objects, each time anew, and each only when it is asked for. */
export function attributeReader(parts: VerbsParts, resource: ResourceInfo): AttributeReader {
  // events of both groups are kept, and selected, in the core form
  const group = resource.group === 'events.k8s.io' ? '' : resource.group;
  const rules = rulesOf(parts, { resource: { ...resource, group } });
  return ({ key, object }) => ({
    get labels() {
      return object.metadata.labels;
    },
    get fields() {
      const slash = resource.namespaced ? key.indexOf('/') : -1;
      return {
        ...rules.fields?.(object),
        'metadata.name': key.slice(slash + 1),
        'metadata.namespace': slash < 0 ? '' : key.slice(0, slash),
      };
    },
  });
}

/**
 * Remembers what it read as long as somebody has the entry: an object that is replaced is not parsed again for the watchers who ask what
 * it was. `isCurrent` tells which entries are still in use: of others the parsed object is dropped again.
 */
export function rememberingReader(
  read: AttributeReader,
  isCurrent: (entry: Entry) => boolean,
): AttributeReader {
  const known = new WeakMap<Entry, Attributes>();
  return (entry) => {
    const remembered = known.get(entry);
    if (remembered) return remembered;
    const { labels, fields } = read(entry);
    const attributes = { labels, fields };
    known.set(entry, attributes);
    if (entry instanceof StoredEntry && !isCurrent(entry)) entry.release();
    return attributes;
  };
}

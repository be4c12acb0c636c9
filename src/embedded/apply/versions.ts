import type { StoredObject } from '../api/stored-object.ts';
import { FIELD, union, type FieldSet } from './field-set.ts';
import { compareObjects, type Comparison } from './compare.ts';
import { mergeTypeOf } from './merge-types.ts';

/** Shows an object as another version of the API does; undefined when its kind is not in that one. */
export type Conversion = (object: StoredObject, apiVersion: string) => StoredObject | undefined;

/** Of a kind that has one version. */
export const oneVersion: Conversion = (object, apiVersion) =>
  object.apiVersion === apiVersion ? object : undefined;

/** What a write changed, told in the fields of a version. */
export interface Changes {
  /** What has a new value. */
  readonly taken: FieldSet;
  readonly removed: FieldSet;
}

/** The changes as each manager knows them; undefined for a version that the kind does not have. */
export type ChangesIn = (apiVersion: string) => Changes | undefined;

const UNCHANGED: Changes = { taken: FIELD, removed: FIELD };

/**
 * The changes between two objects in every version that a manager wrote in (structured-merge-diff merge/update.go update). `filter`: what of
 * a comparison may be owned. Throws `UnknownItem` when it is asked, as `compareObjects`.
 */
export function changesByVersion(
  old: StoredObject,
  now: StoredObject,
  convert: Conversion,
  filter: (comparison: Comparison) => Comparison,
): ChangesIn {
  const known = new Map<string, Changes | undefined>();
  const make = (apiVersion: string): Changes | undefined => {
    const [before, after] = [convert(old, apiVersion), convert(now, apiVersion)];
    const type = mergeTypeOf(apiVersion, old.kind ?? '');
    if (!before || !after || !type) return undefined;
    if (before === after) return UNCHANGED;
    const { added, modified, removed } = filter(compareObjects(before, after, type));
    return { taken: union(modified, added), removed };
  };
  return (apiVersion) => {
    if (!known.has(apiVersion)) known.set(apiVersion, make(apiVersion));
    return known.get(apiVersion);
  };
}

import { difference, FIELD, intersection, isEmpty, union, type FieldSet } from './field-set.ts';
import { fieldSetOf, withNamedFields } from './field-set-of.ts';
import type { Managers } from './managers.ts';
import type { MergeType } from './merge-types.ts';
import { removeItems } from './remove-items.ts';

/**
 * `merged` without what the applier set last time (`last`) and does not set now, unless somebody else owns it too: `managers`, in which
 * the applier has its new set (structured-merge-diff merge/update.go prune).
 */
export function pruned(merged: unknown, last: FieldSet, managers: Managers, type: MergeType): unknown {
  if (isEmpty(last)) return merged;
  const named = (set: FieldSet): FieldSet => withNamedFields(set, type);
  const setOf = (value: unknown): FieldSet => (value === undefined ? FIELD : fieldSetOf(value, type));
  const all = named(setOf(merged));
  const before = named(last);
  const owned = [...managers.values()].reduce((sum, { fields }) => union(sum, fields), FIELD);

  // take away what was set last time, then find out what others keep
  const bare = removeItems(merged, before, type);
  const kept = union(named(setOf(bare)), named(owned));
  const withOwned = removeItems(merged, difference(all, kept), type);
  // and give back what went with it although this applier never owned it
  const gone = difference(all, named(setOf(withOwned)));
  return removeItems(merged, intersection(gone, before), type);
}

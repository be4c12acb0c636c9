import { isEqualJson, isPlainObject } from '../schema/json-tree.ts';
import { FIELD, fieldOf, inOrder, type Draft, type FieldSet } from './field-set.ts';
import type { ListType, MapType, MergeType } from './merge-types.ts';
import { itemElement, type PathElement } from './path-element.ts';

/** What differs between two objects of a type, as sets of fields. */
export interface Comparison {
  readonly added: FieldSet;
  readonly removed: FieldSet;
  readonly modified: FieldSet;
}

/**
 * Compares two objects by the type that says what is one field (structured-merge-diff typed/compare.go). `lhs` is the older one. Throws
 * `UnknownItem` for a list that cannot be taken apart.
 */
export function compareObjects(lhs: unknown, rhs: unknown, type: MergeType): Comparison {
  const found = compare(lhs, rhs, type);
  return {
    added: found?.added ?? FIELD,
    removed: found?.removed ?? FIELD,
    modified: found?.modified ?? FIELD,
  };
}

/** Of one field; what is missing is empty. */
interface Found {
  added?: FieldSet;
  removed?: FieldSet;
  modified?: FieldSet;
}

/** Undefined is an absent value, null a present one. */
function compare(lhs: unknown, rhs: unknown, type: MergeType): Found | undefined {
  if (lhs === rhs) return undefined;
  const shape = rhs ?? lhs;
  if (type.map && (isPlainObject(shape) || !(type.scalar ?? type.list))) {
    return compareMaps(lhs, rhs, type.map);
  }
  if (type.list && (Array.isArray(shape) || !type.scalar)) return compareLists(lhs, rhs, type.list);
  return leaf(lhs, rhs);
}

const ADDED: Found = { added: FIELD };
const REMOVED: Found = { removed: FIELD };
const MODIFIED: Found = { modified: FIELD };

/** A field that is owned as a whole. */
function leaf(lhs: unknown, rhs: unknown): Found | undefined {
  if (lhs === undefined) return ADDED;
  if (rhs === undefined) return REMOVED;
  return isEqualJson(lhs, rhs) ? undefined : MODIFIED;
}

const NOTHING: Readonly<Record<string, unknown>> = {};

function compareMaps(lhs: unknown, rhs: unknown, type: MapType): Found | undefined {
  const [before, after] = [isPlainObject(lhs) ? lhs : NOTHING, isPlainObject(rhs) ? rhs : NOTHING];
  if (type.atomic || (isEmptyObject(before) && isEmptyObject(after))) return leaf(lhs, rhs);
  const all = new Gathered();
  for (const key in after) {
    const [old, now] = [Object.hasOwn(before, key) ? before[key] : undefined, after[key]];
    if (old !== now) all.add(`f:${key}`, compare(old, now, memberType(type, key)));
  }
  for (const key in before) {
    if (!Object.hasOwn(after, key)) {
      all.add(`f:${key}`, compare(before[key], undefined, memberType(type, key)));
    }
  }
  return all.found(lhs, rhs);
}

const LEAF: MergeType = { scalar: 'untyped' };

function memberType({ fields, element }: MapType, key: string): MergeType {
  return fields.get(key)?.type() ?? element?.() ?? LEAF;
}

function isEmptyObject(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

function compareLists(lhs: unknown, rhs: unknown, type: ListType): Found | undefined {
  const [before, after] = [asList(lhs), asList(rhs)];
  if (type.atomic || (before.length === 0 && after.length === 0)) return leaf(lhs, rhs);
  // most lists did not change: seen sooner than by taking them apart
  if (before.length === after.length && isEqualJson(before, after)) return undefined;
  const [old, now] = [byElement(before, type), byElement(after, type)];
  const all = new Gathered();
  for (const element of new Set([...old.keys(), ...now.keys()])) {
    for (const found of compareItems(old.get(element) ?? [], now.get(element) ?? [], type)) {
      all.add(element, found);
    }
  }
  return all.found(lhs, rhs);
}

/** Items that are there more than once are owned as one field. */
function compareItems(
  old: readonly unknown[],
  now: readonly unknown[],
  { item }: ListType,
): (Found | undefined)[] {
  if (old.length <= 1 && now.length <= 1) return [compare(old[0], now[0], item())];
  if (old.length >= 2 && now.length >= 2) return [isEqualJson(old, now) ? undefined : MODIFIED];
  if (old.length >= 2) return [now.length === 0 ? undefined : compare(undefined, now[0], item()), REMOVED];
  return [old.length === 0 ? undefined : compare(old[0], undefined, item()), ADDED];
}

function byElement(list: readonly unknown[], type: ListType): Map<PathElement, unknown[]> {
  const items = new Map<PathElement, unknown[]>();
  for (const item of list) {
    const element = itemElement(type, item);
    const same = items.get(element);
    if (same) same.push(item);
    else items.set(element, [item]);
  }
  return items;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Gathers what was found inside a field. */
class Gathered {
  #added: Draft | undefined;
  #removed: Draft | undefined;
  #modified: Draft | undefined;

  add(element: PathElement, found: Found | undefined): void {
    if (!found) return;
    if (found.added) (this.#added ??= {})[element] = found.added;
    if (found.removed) (this.#removed ??= {})[element] = found.removed;
    if (found.modified) (this.#modified ??= {})[element] = found.modified;
  }

  /** A field that is new or gone is so itself too. */
  found(lhs: unknown, rhs: unknown): Found | undefined {
    const added = fieldOf(lhs === undefined, this.#added ? inOrder(this.#added) : FIELD);
    const removed = fieldOf(rhs === undefined, this.#removed ? inOrder(this.#removed) : FIELD);
    const modified = this.#modified ? inOrder(this.#modified) : undefined;
    if (!added && !removed && !modified) return undefined;
    return {
      ...(added ? { added } : {}),
      ...(removed ? { removed } : {}),
      ...(modified ? { modified } : {}),
    };
  }
}

import { isPlainObject, setMember } from '../schema/json-tree.ts';
import type { ListType, MapType, MergeType } from './merge-types.ts';
import { itemElement, type PathElement } from './path-element.ts';

/**
 * `live` with everything that `configuration` sets (structured-merge-diff typed/merge.go): nothing is removed. Lists that are merged item
 * by item stand in the order of the configuration where it names their items. Neither argument is changed; parts are shared.
 */
export function mergeObjects(live: unknown, configuration: unknown, type: MergeType): unknown {
  return merge(live, configuration, type);
}

/** Undefined is an absent value: also of the result. */
function merge(lhs: unknown, rhs: unknown, type: MergeType): unknown {
  const shape = rhs ?? lhs;
  if (type.map && (isPlainObject(shape) || !(type.scalar ?? type.list))) return mergeMaps(lhs, rhs, type.map);
  if (type.list && (Array.isArray(shape) || !type.scalar)) return mergeLists(lhs, rhs, type.list);
  return keepRight(lhs, rhs);
}

function keepRight(lhs: unknown, rhs: unknown): unknown {
  return rhs === undefined ? lhs : rhs;
}

function mergeMaps(lhs: unknown, rhs: unknown, { atomic, fields, element }: MapType): unknown {
  const before = isPlainObject(lhs) ? lhs : {};
  const after = isPlainObject(rhs) ? rhs : {};
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  if (atomic || keys.size === 0) return keepRight(lhs, rhs);
  const out: Record<string, unknown> = {};
  for (const key of keys) {
    const type = fields.get(key)?.type() ?? element?.() ?? {};
    const [old, now] = [own(before, key), own(after, key)];
    const merged = merge(old, now, type);
    if (merged !== undefined) setMember(out, key, merged);
  }
  return out;
}

function own(map: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

interface Indexed {
  readonly elements: readonly PathElement[];
  /** Undefined for an item that is there twice. */
  readonly items: ReadonlyMap<PathElement, unknown>;
}

function indexed(list: readonly unknown[], type: ListType): Indexed {
  const elements = list.map((item) => itemElement(type, item));
  const items = new Map<PathElement, unknown>();
  for (const [index, element] of elements.entries()) {
    // items that are there twice are not merged with anything
    items.set(element, items.has(element) ? null : list[index]);
  }
  return { elements, items };
}

function mergeLists(lhs: unknown, rhs: unknown, type: ListType): unknown {
  const before: readonly unknown[] = Array.isArray(lhs) ? lhs : [];
  const after: readonly unknown[] = Array.isArray(rhs) ? rhs : [];
  if (type.atomic || (before.length === 0 && after.length === 0)) return keepRight(lhs, rhs);
  const [left, right] = [indexed(before, type), indexed(after, type)];
  const out = mergeOrder(left, right)
    .map((place) =>
      typeof place === 'number'
        ? merge(before[place], undefined, type.item())
        : merge(left.items.get(place), right.items.get(place), type.item()),
    )
    .filter((item) => item !== undefined);
  return out.length === 0 ? undefined : out;
}

/** The merged list: a number is an item that only the left list has, by its place there; an element is one of the right list. */
function mergeOrder(left: Indexed, right: Indexed): (number | PathElement)[] {
  const order: (number | PathElement)[] = [];
  const taken = new Set<PathElement>();
  // the items of both lists in the order of the right one
  const shared = right.elements.filter((element) => left.items.has(element));
  let [l, r, next] = [0, 0, 0];
  while (l < left.elements.length || r < right.elements.length) {
    const [mine, theirs, wanted] = [left.elements[l], right.elements[r], shared[next]];
    if (mine !== undefined && !right.items.has(mine)) {
      order.push(l);
      l += 1;
      continue;
    }
    if (
      mine !== undefined &&
      theirs !== undefined &&
      mine !== theirs &&
      wanted !== undefined &&
      wanted !== mine
    ) {
      // shared, but not the one whose turn it is
      l += 1;
      continue;
    }
    const isSame = mine !== undefined && mine === theirs;
    if (mine !== undefined && (isSame || taken.has(mine))) l += 1;
    if (theirs === undefined) continue;
    order.push(theirs);
    taken.add(theirs);
    r += 1;
    if (isSame || wanted === theirs) next += 1;
  }
  return order;
}

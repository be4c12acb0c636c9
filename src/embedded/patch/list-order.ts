import { isPlainObject } from '../schema/json-tree.ts';
import { hasDirective } from './directives.ts';
import { badType, noMergeKey } from './patch-error.ts';
import type { PatchMeta } from './patch-meta.ts';

type List = readonly unknown[];

const MAX_INSERTION = 20;
/** What Go leaves in longer lists matters to nobody. */
const MAX_OVERWRITTEN = 200;

/** By what an item is known in a list of objects. Throws `PatchError` for one that does not say. */
export function keyOf(item: unknown, mergeKey: string): unknown {
  if (!isPlainObject(item)) throw badType('map[string]interface {}', item);
  if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
  return item[mergeKey];
}

/**
 * `normalizeElementOrder`: the items that `order` names stand in that order; the others stay in front of those that they were in front of
 * in `original`.
 */
export function inOrder(items: List, order: List, original: List, mergeKey: string): List {
  const name = (item: unknown): unknown => (mergeKey === '' ? item : keyOf(item, mergeKey));
  const place = (list: List): ((item: unknown) => number) => {
    // of duplicates the first counts
    const places = new Map(list.map((item, index) => [nameOf(item, mergeKey), index] as const).toReversed());
    return (item) => places.get(name(item)) ?? -1;
  };
  const [inPatch, inOriginal] = [place(order), place(original)];
  const named = insertionSorted(
    items.filter((item) => inPatch(item) >= 0),
    inPatch,
  );
  const others = insertionSorted(
    items.filter((item) => inPatch(item) < 0),
    inOriginal,
  );
  const result: unknown[] = [];
  let [next, other] = [0, 0];
  while (next < named.length && other < others.length) {
    const [left, right] = [inOriginal(others[other]), inOriginal(named[next])];
    if (left >= 0 && right >= 0 && left < right) result.push(others[other++]);
    else result.push(named[next++]);
  }
  return [...result, ...named.slice(next), ...others.slice(other)];
}

function nameOf(item: unknown, mergeKey: string): unknown {
  return mergeKey !== '' && isPlainObject(item) ? item[mergeKey] : item;
}

/** As Go's stable sort does it with a comparison that calls unknown items smaller than everything: not an order, so the steps count. */
function insertionSorted(items: List, place: (item: unknown) => number): List {
  // longer lists Go sorts in parts; and nobody shall make us compare millions of times
  if (items.length > MAX_INSERTION) return items.toSorted((a, b) => place(a) - place(b));
  const sorted = [...items];
  const isLess = (a: unknown, b: unknown): boolean => {
    const [x, y] = [place(a), place(b)];
    return x < 0 || y < 0 || x < y;
  };
  for (let i = 1; i < sorted.length; i += 1) {
    for (let j = i; j > 0 && isLess(sorted[j], sorted[j - 1]); j -= 1) {
      [sorted[j], sorted[j - 1]] = [sorted[j - 1], sorted[j]];
    }
  }
  return sorted;
}

/**
 * What is left of the original list after Go has merged a patch into it: it deletes and appends in place, and then orders the result by
 * what has become of the original. Only for lists of objects.
 */
export function overwritten(original: List, patch: List | undefined, { merge, mergeKey }: PatchMeta): List {
  if (!patch || !merge || mergeKey === '' || original.length > MAX_OVERWRITTEN) return original;
  const list = [...original];
  let length = list.length;
  const isAt = (key: unknown, index: number): boolean => nameOf(list[index], mergeKey) === key;
  const find = (key: unknown): number => list.findIndex((_, index) => index < length && isAt(key, index));
  for (const item of patch) {
    if (!hasDirective(item) || item['$patch'] !== 'delete') continue;
    for (let at = find(item[mergeKey]); at >= 0; at = find(item[mergeKey])) {
      list.copyWithin(at, at + 1, length);
      length -= 1;
    }
  }
  if (patch.some((item) => hasDirective(item) && item['$patch'] === 'replace')) return list;
  for (const item of patch) {
    if (hasDirective(item) || find(nameOf(item, mergeKey)) >= 0) continue;
    // where there is no room left, Go takes a new list
    if (length === original.length) break;
    list[length] = item;
    length += 1;
  }
  return list;
}

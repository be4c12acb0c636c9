import { isPlainObject, setMember } from '../schema/json-tree.ts';
import { DIRECTIVE, ELEMENT_ORDER, hasDirective, withoutDirectives, type JsonMap } from './directives.ts';
import { inOrder, keyOf, overwritten } from './list-order.ts';
import { badFormat, badType, goTypeOf, goValue, PatchError } from './patch-error.ts';
import { patchMetaOf, type PatchMeta } from './patch-meta.ts';

/** Merges two objects of a struct: `strategicMerge`, which comes as an argument as the two need each other. */
type MergeMaps = (original: JsonMap, patch: JsonMap, type: string) => JsonMap;
type List = readonly unknown[];

/** `mergeSlice`: items by their merge key, or plain values as a set. `isDeletion`: `patch` lists values to take away. */
export function mergeLists(
  original: List,
  patch: List,
  meta: PatchMeta,
  isDeletion: boolean,
  mergeMaps: MergeMaps,
): List {
  if (original.length === 0 && patch.length === 0) return original;
  if (!areMaps(original, patch)) {
    if (isDeletion) {
      const deleted = new Set(patch);
      return original.filter((item) => !deleted.has(item));
    }
    const values = [...new Set([...original, ...patch])];
    return inOrder(values, patch, original, meta.mergeKey);
  }
  if (meta.mergeKey === '') {
    throw new PatchError('cannot merge lists without merge key for struct');
  }
  const special = applySpecialItems(original, patch, meta.mergeKey);
  const merged = mergeItems(special.original, special.patch, meta, mergeMaps);
  return inOrder(merged, special.patch, special.original, meta.mergeKey);
}

/**
 * `mergePatchIntoOriginal`: merges the lists for which the patch gives an order (`$setElementOrder/containers`), and orders them. The
 * result is a new map, with what is left of the patch.
 */
export function applyElementOrders(
  original: JsonMap,
  patch: JsonMap,
  type: string,
  mergeMaps: MergeMaps,
): { readonly merged: Record<string, unknown>; readonly rest: JsonMap } {
  const merged = { ...original };
  const directives = Object.keys(patch).filter((key) => key.startsWith(ELEMENT_ORDER));
  if (directives.length === 0) return { merged, rest: patch };
  const rest = { ...patch };
  for (const directive of directives) {
    delete rest[directive];
    const order = listOr(patch[directive]);
    if (!directive.startsWith(`${ELEMENT_ORDER}/`)) throw badFormat('setElementOrder list');
    const key = directive.slice(ELEMENT_ORDER.length + 1);
    const [before, change] = [member(original, key), member(patch, key)];
    const ordered = orderedList(before, change, order, patchMetaOf(type, key, true), mergeMaps);
    if (ordered === undefined) continue;
    setMember(merged, key, ordered);
    delete rest[key];
  }
  return { merged, rest };
}

function member(map: JsonMap, key: string): List | undefined {
  return Object.hasOwn(map, key) ? listOr(map[key]) : undefined;
}

function listOr(value: unknown): List {
  if (!Array.isArray(value)) throw badType('[]interface {}', value);
  return value;
}

function orderedList(
  before: List | undefined,
  change: List | undefined,
  order: List,
  meta: PatchMeta,
  mergeMaps: MergeMaps,
): List | undefined {
  checkOrder(change ?? [], order, meta.mergeKey);
  if (!before && !change) return undefined;
  const merged = mergedOf(before, change, meta, mergeMaps);
  // the types of all items must agree, and there must be some
  areMaps(before ?? [], change ?? []);
  return inOrder(merged, order, overwritten(before ?? [], change, meta), meta.mergeKey);
}

function mergedOf(
  before: List | undefined,
  change: List | undefined,
  meta: PatchMeta,
  mergeMaps: MergeMaps,
): List {
  if (!change) return before ?? [];
  if (!before) return listOr(withoutDirectives(change));
  return meta.merge ? mergeLists(before, change, meta, false, mergeMaps) : change;
}

/** `validatePatchWithSetOrderList`: what the patch lists stands in the order too, in the same order. */
function checkOrder(patch: List, order: List, mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return;
  const items =
    mergeKey === '' ? patch : patch.filter((item) => !(isPlainObject(item) && item[DIRECTIVE] === 'delete'));
  let next = 0;
  let at = 0;
  while (next < items.length && at < order.length) {
    if (hasDirective(items[next])) {
      next += 1;
      continue;
    }
    if (sameItem(items[next], order[at], mergeKey)) next += 1;
    at += 1;
  }
  if (next < items.length) {
    throw new PatchError(
      `The order in patch list:\n${goValue(patch)}\n doesn't match ${ELEMENT_ORDER} list:\n${goValue(order)}\n`,
    );
  }
}

function sameItem(a: unknown, b: unknown, mergeKey: string): boolean {
  if (mergeKey === '') return a === b;
  return keyOf(a, mergeKey) === keyOf(b, mergeKey);
}

/** `mergeSliceWithSpecialElements`: items that say `$patch: delete` or `replace`. */
function applySpecialItems(
  original: List,
  patch: List,
  mergeKey: string,
): { readonly original: List; readonly patch: List } {
  let replaced = false;
  const deleted = new Set<unknown>();
  const plain: unknown[] = [];
  for (const item of patch) {
    if (!hasDirective(item)) {
      plain.push(item);
      continue;
    }
    const directive = item[DIRECTIVE];
    if (directive === 'delete') {
      deleted.add(keyOf(item, mergeKey));
    } else if (directive === 'replace') {
      replaced = true;
    } else if (directive === 'merge') {
      throw new PatchError('merging lists cannot yet be specified in the patch');
    } else {
      throw new PatchError(`unknown patch type: ${goValue(directive)} in map: ${goValue(item)}`);
    }
  }
  if (replaced) return { original: plain, patch: [] };
  const kept = original.filter((item) => !(isPlainObject(item) && deleted.has(item[mergeKey])));
  return { original: kept, patch: plain };
}

function mergeItems(original: List, patch: List, { mergeKey, type }: PatchMeta, mergeMaps: MergeMaps): List {
  const merged = [...original];
  const places = new Map<unknown, number>();
  for (const [index, item] of original.entries()) {
    const key = isPlainObject(item) ? item[mergeKey] : undefined;
    // of duplicates the first is merged
    if (!places.has(key)) places.set(key, index);
  }
  for (const item of patch) {
    const key = keyOf(item, mergeKey);
    const index = places.get(key);
    const found = index === undefined ? undefined : merged[index];
    if (index !== undefined && isPlainObject(found) && isPlainObject(item)) {
      merged[index] = mergeMaps(found, item, type);
    } else {
      places.set(key, merged.length);
      merged.push(item);
    }
  }
  return merged;
}

/** `sliceElementType`: true for maps, false for plain values; lists of lists, mixed and empty lists are refused. */
function areMaps(...lists: readonly List[]): boolean {
  const types = lists.flat().map(goTypeOf);
  const [first] = types;
  if (first === undefined) throw new PatchError('no elements in any of the given slices');
  if (first === '[]interface {}') throw new PatchError('lists of lists are not supported', 422);
  if (types.some((type) => type !== first)) {
    throw new PatchError(`list element types are not identical: ${goValue(lists)}`);
  }
  return first === 'map[string]interface {}';
}

import { isPlainObject, setMember } from '../schema/json-tree.ts';
import {
  DELETE_FROM,
  DIRECTIVE,
  ELEMENT_ORDER,
  RETAIN_KEYS,
  withoutDirectives,
  withoutNulls,
  type JsonMap,
} from './directives.ts';
import { applyElementOrders, mergeLists } from './merge-lists.ts';
import { badFormat, goTypeOf, goValue, PatchError } from './patch-error.ts';
import { patchMetaOf } from './patch-meta.ts';

/**
 * `StrategicMergeMapPatch` (apimachinery/pkg/util/strategicpatch/patch.go): merges `patch` into `original`, an object of the struct
 * `type` (`core/v1.Pod`). Neither is changed; the result shares what did not change. Throws `PatchError`.
 */
export function strategicMerge(original: JsonMap, patch: JsonMap, type: string): JsonMap {
  const directive = patch[DIRECTIVE];
  if (directive === 'replace') return without(patch, DIRECTIVE);
  if (directive === 'delete') return {};
  if (directive !== undefined) {
    throw new PatchError(`unknown patch type: ${goValue(directive)} in map: ${goValue(patch)}`);
  }
  const retained = applyRetainKeys(original, patch);
  const { merged, rest } = applyElementOrders(retained, without(patch, RETAIN_KEYS), type, strategicMerge);
  for (const [key, value] of Object.entries(rest)) mergeMember(merged, key, value, type);
  return merged;
}

function mergeMember(merged: Record<string, unknown>, name: string, value: unknown, type: string): void {
  const isDeletion = name.startsWith(DELETE_FROM);
  const key = isDeletion ? name.slice(DELETE_FROM.length + 1) : name;
  if (isDeletion && !name.startsWith(`${DELETE_FROM}/`)) throw badFormat('primitive list');
  if (value === null) {
    delete merged[key];
    return;
  }
  const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
  if (before === undefined || goTypeOf(before) !== goTypeOf(value)) {
    if (!isDeletion) put(merged, key, withoutDirectives(withoutNulls(value)));
  } else if (isPlainObject(before) && isPlainObject(value)) {
    const meta = patchMetaOf(type, key, false);
    setMember(merged, key, meta.replace ? value : strategicMerge(before, value, meta.type));
  } else if (Array.isArray(before) && Array.isArray(value)) {
    const meta = patchMetaOf(type, key, true);
    const isMerged = meta.merge || isDeletion;
    setMember(merged, key, isMerged ? mergeLists(before, value, meta, isDeletion, strategicMerge) : value);
  } else {
    put(merged, key, withoutDirectives(value));
  }
}

function put(merged: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) delete merged[key];
  else setMember(merged, key, value);
}

/** `$retainKeys`: only these members of the original stay, and the patch may set no other. */
function applyRetainKeys(original: JsonMap, patch: JsonMap): JsonMap {
  const keys = patch[RETAIN_KEYS];
  if (keys === undefined) return original;
  if (!Array.isArray(keys)) throw badFormat('retainKeys');
  const retained = new Set<unknown>(keys);
  for (const [key, value] of Object.entries(patch)) {
    const isDirective = key === RETAIN_KEYS || key.startsWith(DELETE_FROM) || key.startsWith(ELEMENT_ORDER);
    if (value !== null && !isDirective && !retained.has(key)) throw badFormat('retainKeys');
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => retained.has(key)));
}

function without(map: JsonMap, key: string): JsonMap {
  if (!(key in map)) return map;
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

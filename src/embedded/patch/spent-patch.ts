import { isPlainObject, setMember } from '../schema/json-tree.ts';
import { DIRECTIVE, ELEMENT_ORDER, hasDirective, RETAIN_KEYS, type JsonMap } from './directives.ts';
import { goTypeOf } from './patch-error.ts';
import { patchMetaOf } from './patch-meta.ts';

/**
 * What is left of a strategic merge patch that was merged into `original`, a struct `type`: the server's merge takes out what it has done
 * with (`mergeMap`, apimachinery/pkg/util/strategicpatch/patch.go), and an error quotes the rest.
 */
export function spentPatch(original: JsonMap, patch: JsonMap, type: string): JsonMap {
  const directive = patch[DIRECTIVE];
  if (directive !== undefined) return directive === 'replace' ? without(patch, [DIRECTIVE]) : patch;
  const ordered = Object.keys(patch).filter((key) => key.startsWith(`${ELEMENT_ORDER}/`));
  const lists = ordered.map((key) => key.slice(ELEMENT_ORDER.length + 1));
  const spent: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(without(patch, [RETAIN_KEYS, ...ordered, ...lists])))
    setMember(spent, key, spentMember(member(original, key), value, key, type));
  return spent;
}

function spentMember(before: unknown, value: unknown, key: string, type: string): unknown {
  if (before === undefined || goTypeOf(before) !== goTypeOf(value)) return taken(value);
  if (isPlainObject(before) && isPlainObject(value)) {
    const meta = patchMetaOf(type, key, false);
    return meta.replace ? value : spentPatch(before, value, meta.type);
  }
  if (!Array.isArray(before) || !Array.isArray(value)) return value;
  const meta = patchMetaOf(type, key, true);
  if (!meta.merge || meta.mergeKey === '') return value;
  return value.map((item: unknown) => {
    if (!isPlainObject(item) || hasDirective(item)) return item;
    const same: unknown = before.find(
      (one) => isPlainObject(one) && one[meta.mergeKey] === item[meta.mergeKey],
    );
    return isPlainObject(same) ? spentPatch(same, item, meta.type) : item;
  });
}

/** What becomes part of the object as it stands loses its nulls and what has directives, but in lists only within the items. */
function taken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (hasDirective(item) ? item : taken(item)));
  if (!isPlainObject(value) || hasDirective(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null && !hasDirective(inner)) setMember(kept, key, taken(inner));
  }
  return kept;
}

function member(map: JsonMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function without(map: JsonMap, keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !keys.includes(name)));
}

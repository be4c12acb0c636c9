import { isPlainObject, setMember } from '../schema/json-tree.ts';

/** RFC 7386 as gopkg.in/evanphx/json-patch.v4 does it. Neither argument is changed; the result shares what did not change. */
export function applyMergePatch(document: unknown, patch: unknown): unknown {
  if (!isPlainObject(document)) return pruned(patch);
  if (!isPlainObject(patch)) return patch;
  const merged: Record<string, unknown> = { ...document };
  for (const [key, value] of Object.entries(patch)) {
    const before = Object.hasOwn(document, key) ? document[key] : null;
    if (value === null) delete merged[key];
    else setMember(merged, key, before === null ? pruned(value) : applyMergePatch(before, value));
  }
  return merged;
}

/** Without the members that are null, however deep; items of lists stay. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (!isPlainObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value))
    if (member !== null) setMember(kept, key, pruned(member));
  return kept;
}

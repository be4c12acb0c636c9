import { isPlainObject, setMember } from '../schema/json-tree.ts';
import { hasSelf, insideOf, isEmpty, type FieldSet } from './field-set.ts';
import type { MergeType } from './merge-types.ts';
import { itemElement } from './path-element.ts';

/** `value` without the fields and items of `set` (structured-merge-diff typed/remove.go); undefined when nothing is left of it. */
export function removeItems(value: unknown, set: FieldSet, type: MergeType): unknown {
  if (isPlainObject(value) && type.map) {
    const { atomic, fields, element } = type.map;
    if (atomic) return undefined;
    const kept: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      const inner = fields.get(key)?.type() ?? element?.() ?? {};
      keep(member, set[`f:${key}`], inner, (left) => {
        setMember(kept, key, left ?? null);
      });
    }
    return Object.keys(kept).length === 0 ? undefined : kept;
  }
  if (Array.isArray(value) && type.list) {
    const { list } = type;
    if (list.atomic) return undefined;
    const kept: unknown[] = [];
    for (const item of value) {
      keep(item, set[itemElement(list, item)], list.item(), (left) => kept.push(left ?? null));
    }
    return kept.length === 0 ? undefined : kept;
  }
  return value;
}

function keep(
  value: unknown,
  set: FieldSet | undefined,
  type: MergeType,
  put: (left: unknown) => void,
): void {
  if (set === undefined) put(value);
  else if (!hasSelf(set)) {
    const inside = insideOf(set);
    put(isEmpty(inside) ? value : removeItems(value, inside, type));
  }
}

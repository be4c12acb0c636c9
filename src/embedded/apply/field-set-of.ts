import { isPlainObject } from '../schema/json-tree.ts';
import { FIELD, fieldOf, hasSelf, inOrder, insideOf, type Draft, type FieldSet } from './field-set.ts';
import type { ListType, MapType, MergeType } from './merge-types.ts';
import { itemElement } from './path-element.ts';

/** Every leaf and every item that `value` mentions (structured-merge-diff typed/tofieldset.go). Throws `UnknownItem`. */
export function fieldSetOf(value: unknown, type: MergeType): FieldSet {
  const set = fieldsOf(value, type);
  return set ? insideOf(set) : FIELD;
}

/** Of one field; undefined when nothing is in it. */
function fieldsOf(value: unknown, type: MergeType): FieldSet | undefined {
  if (type.map && (isPlainObject(value) || !(type.scalar ?? type.list))) return mapFields(value, type.map);
  if (type.list && (Array.isArray(value) || !type.scalar)) return listFields(value, type.list);
  return FIELD;
}

function mapFields(value: unknown, { atomic, fields, element }: MapType): FieldSet | undefined {
  if (atomic) return FIELD;
  if (!isPlainObject(value)) return undefined;
  const out: Draft = {};
  for (const [key, member] of Object.entries(value)) {
    const field = fields.get(key);
    const type = field?.type() ?? element?.();
    const inside = type ? fieldsOf(member, type) : FIELD;
    // the keys of maps are owned themselves, the fields of structs only when nothing is in them
    const isEmpty = member === null || (isPlainObject(member) && Object.keys(member).length === 0);
    const set = fieldOf(isEmpty || !field || (inside !== undefined && hasSelf(inside)), inside ?? FIELD);
    if (set) out[`f:${key}`] = set;
  }
  return fieldOf(false, inOrder(out));
}

function listFields(value: unknown, type: ListType): FieldSet | undefined {
  if (type.atomic) return FIELD;
  if (!Array.isArray(value)) return undefined;
  const out: Draft = {};
  for (const item of value) {
    const element = itemElement(type, item);
    // of duplicates only that they are there
    out[element] = element in out ? FIELD : (fieldOf(true, fieldsOf(item, type.item()) ?? FIELD) ?? FIELD);
  }
  return fieldOf(false, inOrder(out));
}

/**
 * With the structs that fields of the set are in (fieldpath/set.go EnsureNamedFieldsAreMembers): of `.spec.replicas` also `.spec`; not
 * maps and lists.
 */
export function withNamedFields(set: FieldSet, type: MergeType | undefined): FieldSet {
  const out: Draft = {};
  for (const [element, field] of Object.entries(set)) {
    if (element === '.') {
      out[element] = field;
      continue;
    }
    const named = element.startsWith('f:') ? type?.map?.fields.get(element.slice(2)) : undefined;
    const inner = named
      ? named.type()
      : element.startsWith('f:')
        ? type?.map?.element?.()
        : type?.list?.item();
    out[element] =
      fieldOf(named !== undefined || hasSelf(field), withNamedFields(insideOf(field), inner)) ?? FIELD;
  }
  return out;
}

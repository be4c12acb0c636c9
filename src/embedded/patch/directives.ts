import { isPlainObject, setMember } from '../schema/json-tree.ts';

/** A JSON object. */
export type JsonMap = Readonly<Record<string, unknown>>;

/** What a strategic merge patch says besides values (apimachinery/pkg/util/strategicpatch/patch.go). */
export const DIRECTIVE = '$patch';
/** The members that stay. */
export const RETAIN_KEYS = '$retainKeys';
/** With `/list`: plain values to take out of a list. */
export const DELETE_FROM = '$deleteFromPrimitiveList';
/** With `/list`: how the list is ordered. */
export const ELEMENT_ORDER = '$setElementOrder';

/** True for an item or an object that only says what to do. */
export function hasDirective(value: unknown): value is JsonMap {
  return isPlainObject(value) && DIRECTIVE in value;
}

/** Without everything that has a directive; the directive of the value itself makes it undefined. */
export function withoutDirectives(value: unknown): unknown {
  if (hasDirective(value)) return undefined;
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => (hasDirective(item) ? [] : [withoutDirectives(item)]));
  }
  if (!isPlainObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const clean = withoutDirectives(member);
    if (clean !== undefined) setMember(kept, key, clean);
  }
  return kept;
}

/** A null means "take it away": where there is nothing it leaves no trace. Items of lists stay. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isPlainObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== null) setMember(kept, key, withoutNulls(member));
  }
  return kept;
}

/** A number that JSON.parse would not keep as it was written: with a point, an exponent, or many digits. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** As JSON.parse reads it. */
  get value(): number {
    return Number(this.text);
  }
}

/** A JSON object as it was written: in order, with every duplicate. */
export class Members {
  readonly entries: [key: string, value: JsonNode][] = [];
  /** What Go makes of it: a later duplicate is read over the earlier one. */
  readonly plain: Record<string, unknown> = {};

  add(key: string, node: JsonNode): void {
    const value = plainOf(node);
    const before = Object.hasOwn(this.plain, key) ? this.plain[key] : undefined;
    this.entries.push([key, node]);
    setMember(this.plain, key, before === undefined ? value : readOver(before, value, 0));
  }
}

/** A JSON array. */
export class Items {
  readonly nodes: JsonNode[] = [];
  readonly plain: unknown[] = [];

  add(node: JsonNode): void {
    this.nodes.push(node);
    this.plain.push(plainOf(node));
  }
}

/** Parsed JSON that keeps what JSON.parse loses. */
export type JsonNode = null | boolean | number | string | NumberText | Members | Items;

/** Without duplicates; numbers that matter are still `NumberText`. */
export function plainOf(node: JsonNode): unknown {
  return node instanceof Members || node instanceof Items ? node.plain : node;
}

/** The members of an object, as it was written where that is known; undefined for anything else. */
export function membersOf(node: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (node instanceof Members) return node.entries;
  return isPlainObject(node) ? Object.entries(node) : undefined;
}

/** The items of an array; undefined for anything else. */
export function itemsOf(node: unknown): readonly unknown[] | undefined {
  if (node instanceof Items) return node.nodes;
  return Array.isArray(node) ? node : undefined;
}

/** True for `{…}` as JSON.parse or `Members.plain` have it. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof NumberText) &&
    !(value instanceof Items)
  );
}

/** True for the same JSON, in whatever order its members are. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isEqualJson(item, b[index]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqualJson(a[key], b[key]));
}

/**
 * True for what means the same to Go (`equality.Semantic.DeepEqual`, apimachinery/pkg/api/equality): as `isEqualJson`, but an empty list is as
 * good as none. Quantities and times must be in the form in which Go writes them, as those of a draft are.
 */
export function isEqualInMeaning(a: unknown, b: unknown): boolean {
  if (a === b || (isNoItem(a) && isNoItem(b))) return true;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isEqualInMeaning(item, b[index]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const same = (key: string): boolean =>
    isEqualInMeaning(Object.hasOwn(a, key) ? a[key] : undefined, Object.hasOwn(b, key) ? b[key] : undefined);
  return Object.keys(a).every(same) && Object.keys(b).every((key) => Object.hasOwn(a, key) || same(key));
}

function isNoItem(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Sets a member whatever its name is: `__proto__` too. */
export function setMember(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** Nobody means more than this; deeper duplicates replace each other. */
const MAX_MERGE = 100;

/** Go reads a duplicate into the struct, the map or the list that the first one filled. */
function readOver(before: unknown, later: unknown, depth: number): unknown {
  if (depth > MAX_MERGE) return later;
  if (Array.isArray(before) && Array.isArray(later)) {
    return later.map((item: unknown, index) =>
      index < before.length ? readOver(before[index], item, depth + 1) : item,
    );
  }
  if (!isPlainObject(before) || !isPlainObject(later)) return later;
  const merged = { ...before };
  for (const [key, value] of Object.entries(later)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    setMember(merged, key, old === undefined ? value : readOver(old, value, depth + 1));
  }
  return merged;
}

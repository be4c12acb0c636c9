import { isPlainObject } from '../schema/json-tree.ts';
import { goQuote } from '../api/go-quote.ts';
import type { ListType } from './merge-types.ts';

/**
 * A step of a path as FieldsV1 writes it (structured-merge-diff fieldpath/serialize-pe.go): `f:name` a field or the key of a map,
 * `k:{"name":"c"}` an item of a list by its keys, `v:"x"` an item of a set.
 */
export type PathElement = string;

/** An item of a list has no keys that it could be known by, or a set has an item that is no plain value. */
export class UnknownItem extends Error {
  override readonly name = 'UnknownItem';
}

/** How an item of a list that is not atomic is known. Throws `UnknownItem`. */
export function itemElement(list: ListType, item: unknown): PathElement {
  if (list.keys.length > 0) return keyedElement(list, item);
  if (item === null)
    throw new UnknownItem("associative list without keys has an element that's an explicit null");
  if (Array.isArray(item)) throw new UnknownItem('not supported: associative list with lists as elements');
  if (typeof item === 'object') {
    throw new UnknownItem("associative list without keys has an element that's a map type");
  }
  return `v:${jsonOf(item)}`;
}

function keyedElement({ keys, item: itemType }: ListType, item: unknown): PathElement {
  if (item === null) throw new UnknownItem('associative list with keys may not have a null element');
  if (!isPlainObject(item)) throw new UnknownItem('associative list with keys may not have non-map elements');
  const known = keys.flatMap((key) => {
    const value = Object.hasOwn(item, key) ? item[key] : itemType().map?.fields.get(key)?.default;
    return value === undefined ? [] : [[key, value] as const];
  });
  if (known.length === 0) {
    const names = `[${keys.map(goQuote).join(' ')}]`;
    throw new UnknownItem(
      `associative list with keys has an element that omits all key fields ${names} (and doesn't have default values for any key fields)`,
    );
  }
  const members = known
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${jsonOf(key)}:${jsonOf(value)}`);
  return `k:{${members.join(',')}}`;
}

/** As Go writes JSON: these three are escaped, for HTML. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The order of FieldsV1: names, then items by their keys, then values. */
export function compareElements(a: PathElement, b: PathElement): number {
  const sort = a.charAt(0);
  if (sort !== b.charAt(0) || sort === 'f' || sort === '.') return a < b ? -1 : a > b ? 1 : 0;
  return compareValues(JSON.parse(a.slice(2)), JSON.parse(b.slice(2)));
}

function compareValues(a: unknown, b: unknown): number {
  if (isPlainObject(a) && isPlainObject(b)) {
    const [left, right] = [Object.entries(a).flat(), Object.entries(b).flat()];
    for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
      if (i >= left.length) return -1;
      if (i >= right.length) return 1;
      const order = compareValues(left[i], right[i]);
      if (order !== 0) return order;
    }
    return 0;
  }
  const [rankA, rankB] = [rank(a), rank(b)];
  if (rankA !== rankB) return rankA - rankB;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function rank(value: unknown): number {
  return ['number', 'string', 'boolean'].indexOf(typeof value);
}

/** For people: `.spec`, `[name="c"]`, `[="x"]`. */
export function printedElement(element: PathElement): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  const value: unknown = JSON.parse(text);
  if (!element.startsWith('k:') || !isPlainObject(value)) return `[=${printedValue(value)}]`;
  return `[${Object.entries(value)
    .map(([key, member]) => `${key}=${printedValue(member)}`)
    .join(',')}]`;
}

function printedValue(value: unknown): string {
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value);
}

import { badRequest } from '../../api/status.ts';
import { first, type Query } from './query.ts';

/** A boolean parameter: true for whatever is neither `0` nor `false`, even nothing (apimachinery/pkg/runtime/conversion.go). */
export function flag(query: Query, name: string): boolean | undefined {
  const value = first(query, name);
  return value === undefined ? undefined : value !== '0' && value.toLowerCase() !== 'false';
}

/** Whether a list is to be a watch. */
export function isWatch(query: Query): boolean {
  return flag(query, 'watch') ?? false;
}

const MAX_INT64 = 2n ** 63n;

/** An int64 parameter. Throws `StatusError` 400 in the words of Go's strconv. */
export function integer(query: Query, name: string): number | undefined {
  const value = first(query, name);
  if (value === undefined) return undefined;
  const quoted = JSON.stringify(value);
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${quoted}: invalid syntax`);
  const number = BigInt(value.replace('+', ''));
  if (number >= MAX_INT64 || number < -MAX_INT64) {
    throw badRequest(`strconv.ParseInt: parsing ${quoted}: value out of range`);
  }
  return Number(number);
}

import { canonicalQuantity } from '../../api/quantity.ts';
import { badRequest } from '../api/status.ts';
import { canonicalBase64 } from './base64.ts';
import { noteEmpty } from './given-empty.ts';
import { isPlainObject, NumberText, setMember } from './json-tree.ts';
import { shapeNamed, type ShapeField } from './shapes.ts';
import { canonicalMicroTime, canonicalTime } from './times.ts';

/** What a decoder notices on its way. */
export interface Notes {
  /** Members of objects, to be compared with how many were written: the difference are duplicates. */
  members: number;
  /** Something is there that its type does not know. */
  unknown: boolean;
  /** A number whose text matters and may have been lost. */
  doubtful: boolean;
  /** Storage does not tell an empty list or map from none; a body does, where the type always writes it. */
  readonly stored?: boolean;
}

/** A value does not fit its type: somebody slower says where and why. */
export class Misfit extends Error {
  override readonly name = 'Misfit';
}

/**
 * Reads a parsed value as Go would, and gives it back as Go would write it; undefined for what Go leaves out. Throws `Misfit`, or what
 * the readers of quantities and times throw.
 */
export type Decoder = (value: unknown, notes: Notes) => unknown;

interface Type {
  readonly decode: Decoder;
  /** What Go writes for a zero value; a fresh one each time. */
  zero(): unknown;
  /** True when `omitempty` leaves the decoded value out. */
  empty(decoded: unknown): boolean;
}

const types = new Map<string, Type>();

/** The decoder of a shape by its name, e.g. `core/v1.Pod`; made once. */
export function decoderOf(name: string): Decoder {
  return typeOf(name).decode;
}

function typeOf(name: string): Type {
  const known = types.get(name);
  if (known) return known;
  const made = makeType(name);
  types.set(name, made);
  return made;
}

function makeType(name: string): Type {
  if (name.startsWith('*')) return pointerTo(typeOf(name.slice(1)));
  if (name.startsWith('[]')) return listOf(typeOf(name.slice(2)), name === MANAGED_FIELDS);
  if (name.startsWith('map[')) return mapOf(typeOf(name.slice(4, -1)));
  return SCALARS[name] ?? structOf(name);
}

function misfit(): never {
  throw new Misfit();
}

const never = (): boolean => false;

const integer = (bound: number): Type => ({
  decode: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value <= bound && value >= -bound - 1
      ? value
      : value instanceof NumberText && Math.abs(value.value) <= bound
        ? value.value
        : misfit(),
  zero: () => 0,
  empty: (value) => value === 0,
});

const text = (decode: (value: string) => unknown, zero: unknown): Type => ({
  decode: (value) => (typeof value === 'string' ? decode(value) : misfit()),
  zero: () => zero,
  empty: (value) => value === '',
});

/** Times are structs in Go: `omitempty` does not leave them out. */
const struct = (type: Type): Type => ({ ...type, empty: never });

const SCALARS: Readonly<Record<string, Type>> = {
  string: text((value) => value, ''),
  bool: {
    decode: (value) => (typeof value === 'boolean' ? value : misfit()),
    zero: () => false,
    empty: (value) => value === false,
  },
  int32: integer(2 ** 31 - 1),
  int64: integer(2 ** 63),
  bytes: {
    ...text((value) => canonicalBase64(value) ?? misfit(), null),
    empty: (value) => value === '' || value === null,
  },
  time: struct(text(canonicalTime, null)),
  microtime: struct(text(canonicalMicroTime, null)),
  quantity: struct({ decode: quantity, zero: () => '0', empty: never }),
  intorstring: {
    decode: (value, notes) => (typeof value === 'string' ? value : typeOf('int32').decode(value, notes)),
    zero: () => 0,
    empty: never,
  },
  raw: { decode: raw, zero: () => null, empty: never },
  fields: { decode: raw, zero: () => null, empty: never },
};

function quantity(value: unknown): string {
  const written = value instanceof NumberText ? value.text : value;
  if (typeof written !== 'string' && typeof written !== 'number') return misfit();
  return canonicalQuantity(String(written).trim()) ?? misfit();
}

function pointerTo(type: Type): Type {
  return { decode: type.decode, zero: () => null, empty: (value) => value === null };
}

/** The one list whose emptiness is kept though it may be left out: nobody shall own anything. It is never stored empty. */
const MANAGED_FIELDS = '[]meta/v1.ManagedFieldsEntry';

function listOf(item: Type, mayBeEmpty: boolean): Type {
  const decode: Decoder = (value, notes) => {
    if (!Array.isArray(value)) return misfit();
    if (value.length === 0 && notes.stored && !mayBeEmpty) return null;
    return value.map((entry: unknown) => {
      if (typeof entry === 'number') notes.doubtful = true;
      return entry === null ? item.zero() : item.decode(entry, notes);
    });
  };
  const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0 && !mayBeEmpty;
  return { decode, zero: () => null, empty: (value) => value === null || isEmpty(value) };
}

function mapOf(item: Type): Type {
  const decode: Decoder = (value, notes) => {
    if (!isPlainObject(value)) return misfit();
    const keys = Object.keys(value);
    if (keys.length === 0) return null;
    notes.members += keys.length;
    const out: Record<string, unknown> = {};
    for (const key of sorted(keys)) {
      const member = value[key];
      const decoded = member === null ? item.zero() : item.decode(member, notes);
      // storage does not tell no bytes from zero bytes
      setMember(out, key, decoded ?? '');
    }
    return out;
  };
  return { decode, zero: () => null, empty: (value) => value === null };
}

/** As Go writes maps. */
function sorted(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i += 1) {
    if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return keys.toSorted();
  }
  return keys;
}

interface Member {
  readonly name: string;
  readonly type: Type;
  readonly omit: boolean;
  readonly omitZero: boolean;
}

function structOf(name: string): Type {
  // made at the first use, as a struct may contain itself
  let members: readonly Member[] | undefined;
  const decode: Decoder = (value, notes) => {
    if (!isPlainObject(value)) return misfit();
    members ??= membersOf(name);
    const out: Record<string, unknown> = {};
    let known = 0;
    for (const member of members) {
      const given = value[member.name];
      if (given !== undefined) known += 1;
      const decoded =
        given === undefined || given === null ? missing(member) : member.type.decode(given, notes);
      if (decoded === undefined || (member.omit && member.type.empty(decoded))) {
        // what is stored lives long: nothing is remembered of it
        if (!notes.stored && typeof given === 'object' && given !== null) noteEmpty(out, member.name, given);
        continue;
      }
      if (member.omitZero && decoded === null) continue;
      out[member.name] = decoded;
    }
    const count = Object.keys(value).length;
    notes.members += count;
    if (count !== known) notes.unknown = true;
    return out;
  };
  return { decode, zero: () => decode({}, { members: 0, unknown: false, doubtful: false }), empty: never };
}

function missing({ omit, omitZero, type }: Member): unknown {
  const zero = omitZero ? undefined : type.zero();
  return omit && type.empty(zero) ? undefined : zero;
}

/** With the fields of embedded structs, in the order in which Go writes them. */
function membersOf(name: string): Member[] {
  const shape = shapeNamed(name);
  if (!shape) throw new Error(`no shape ${name}`);
  return inJsonOrder(shape).flatMap((field) =>
    field.n === ''
      ? membersOf(field.t)
      : [{ name: field.n, type: typeOf(field.t), omit: field.o ?? false, omitZero: field.z ?? false }],
  );
}

/** The fields of a shape as Go declares them. */
export function inJsonOrder(shape: readonly ShapeField[]): ShapeField[] {
  return shape
    .map((field, index) => ({ field, place: field.p ?? index + 1 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ field }) => field);
}

/** Deeper is refused here, though Go would take ten times that: whoever handles the object may use its stack. */
const MAX_DEPTH = 1000;

/** Any JSON stays as it is. */
function raw(value: unknown, notes: Notes): unknown {
  let copied = false;
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw badRequest('exceeded max depth');
    const next: unknown[] = [];
    for (const node of level) {
      if (node instanceof NumberText) copied = true;
      else if (typeof node === 'object' && node !== null) {
        const members: unknown[] = Object.values(node);
        if (!Array.isArray(node)) notes.members += members.length;
        for (const member of members) if (typeof member === 'object') next.push(member);
      }
    }
    level = next;
  }
  return copied ? JSON.parse(JSON.stringify(value, numbers)) : value;
}

function numbers(_key: string, value: unknown): unknown {
  return value instanceof NumberText ? value.value : value;
}

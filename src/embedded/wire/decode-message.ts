import { badRequest } from '../api/status.ts';
import { isPlainObject, setMember } from '../schema/json-tree.ts';
import { shapeNamed, VERBS, type ShapeField } from '../schema/shapes.ts';
import type { Reader } from './reader.ts';
import { timeText } from './times.ts';

type Json = Record<string, unknown>;
/** Reads one field's value into the object. */
type FieldDecoder = (reader: Reader, into: Json) => void;
type MessageDecoder = (reader: Reader, into: Json) => Json;

const decoders = new Map<string, MessageDecoder>();

/** The message of a shape as plain JSON. Fields with their zero value may be there: the kind's shape drops them. */
export function decodeMessage(reader: Reader, shapeName: string): Json {
  return decoderOf(shapeName)(reader, {});
}

/** Made once for each shape. Fields of a later version are passed over, as protobuf wants it. */
function decoderOf(name: string): MessageDecoder {
  const known = decoders.get(name);
  if (known) return known;
  const fields = new Map<number, { readonly varint: boolean; readonly decode: FieldDecoder }>();
  const decoder: MessageDecoder = (reader, into) => {
    while (!reader.done) {
      const { field, wireType } = reader.tag();
      const found = fields.get(field);
      if (!found) reader.skip(wireType);
      else if (wireType !== (found.varint ? 0 : 2))
        throw badRequest(`proto: wrong wireType = ${String(wireType)}`);
      else found.decode(reader, into);
    }
    return into;
  };
  decoders.set(name, decoder);
  for (const field of shapeNamed(name) ?? []) {
    if (field.i > 0) fields.set(field.i, { varint: isVarint(field.t), decode: fieldDecoder(field) });
  }
  return decoder;
}

function isVarint(type: string): boolean {
  return /^(?:\*|\[\])*(?:bool|int32|int64)$/.test(type);
}

function fieldDecoder({ n, t, g }: ShapeField): FieldDecoder {
  const type = t.startsWith('*') ? t.slice(1) : t;
  if (g === VERBS) {
    const list = wrappedList('string');
    return (reader, into) => {
      into[n] = list(reader);
    };
  }
  if (n === '') {
    const embedded = decoderOf(type);
    return (reader, into) => {
      embedded(reader.message(), into);
    };
  }
  if (type.startsWith('[]')) {
    const item = singleDecoder(type.slice(2));
    return (reader, into) => {
      const list = into[n];
      if (Array.isArray(list)) list.push(item(reader));
      else into[n] = [item(reader)];
    };
  }
  if (type.startsWith('map[')) return mapDecoder(n, type.slice(4, -1));
  const single = singleDecoder(type);
  return (reader, into) => {
    into[n] = single(reader);
  };
}

function mapDecoder(name: string, valueType: string): FieldDecoder {
  const value = valueType.startsWith('[]') ? wrappedList(valueType.slice(2)) : singleDecoder(valueType);
  const zero = valueType === 'string' || valueType === 'bytes' ? '' : {};
  return (reader, into) => {
    const entry = reader.message();
    let key = '';
    let held: unknown = zero;
    while (!entry.done) {
      const { field, wireType } = entry.tag();
      if (field === 1 && wireType === 2) key = entry.string();
      else if (field === 2) held = value(entry);
      else entry.skip(wireType);
    }
    const before = into[name];
    const members = isPlainObject(before) ? before : {};
    // not a copy each time: there may be a hundred thousand entries
    setMember(members, key, held);
    into[name] = members;
  };
}

/** A list as the value of a map, or of a type of its own: a message with the list as its field 1. */
function wrappedList(itemType: string): (reader: Reader) => unknown {
  const item = singleDecoder(itemType);
  return (reader) => {
    const inner = reader.message();
    const list: unknown[] = [];
    while (!inner.done) {
      const { field, wireType } = inner.tag();
      if (field === 1) list.push(item(inner));
      else inner.skip(wireType);
    }
    return list;
  };
}

function singleDecoder(type: string): (reader: Reader) => unknown {
  const scalar = SCALARS[type];
  if (scalar) return scalar;
  const message = decoderOf(type);
  return (reader) => message(reader.message(), {});
}

const SCALARS: Readonly<Record<string, (reader: Reader) => unknown>> = {
  string: (reader) => reader.string(),
  bool: (reader) => reader.varint() !== 0,
  int32: (reader) => reader.varint() | 0,
  int64: (reader) => reader.varint(),
  bytes: (reader) => reader.blob().toString('base64'),
  quantity: (reader) => fieldsOf(reader.message())[1] ?? '0',
  intorstring: (reader) => {
    const { 1: type = 0, 2: number = 0, 3: text = '' } = fieldsOf(reader.message());
    return type === 1 ? text : Number(number);
  },
  time: (reader) => readTime(reader, false),
  microtime: (reader) => readTime(reader, true),
  fields: readRaw,
  raw: readRaw,
};

/** An empty message is Go's zero time, which JSON does not have. */
function readTime(reader: Reader, micro: boolean): string | undefined {
  const { 1: seconds, 2: nanos = 0 } = fieldsOf(reader.message());
  return seconds === undefined
    ? undefined
    : timeText({ seconds: Number(seconds), nanos: Number(nanos) }, micro);
}

function readRaw(reader: Reader): unknown {
  const text = fieldsOf(reader.message())[1];
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('unable to decode an embedded object: it is not JSON');
  }
}

/** The few fields of a special message, by number. */
function fieldsOf(reader: Reader): Record<number, string | number | undefined> {
  const found: Record<number, string | number> = {};
  while (!reader.done) {
    const { field, wireType } = reader.tag();
    if (wireType === 0) found[field] = reader.varint();
    else if (wireType === 2) found[field] = reader.string();
    else reader.skip(wireType);
  }
  return found;
}

import { shapeNamed, VERBS, type ShapeField } from '../schema/shapes.ts';
import { momentOf } from './times.ts';
import { Writer } from './writer.ts';

type Json = Readonly<Record<string, unknown>>;
/** Writes one field's value, its tag included. Values are plain JSON that went through the kind's shape. */
type FieldEncoder = (writer: Writer, value: unknown) => void;
type MessageEncoder = (writer: Writer, object: Json) => void;

/** No JSON at all. */
const NONE = Symbol('none');

const encoders = new Map<string, MessageEncoder>();

/** The message of a shape, e.g. `core/v1.Pod`, without any envelope. */
export function encodeMessage(writer: Writer, shapeName: string, object: Json): void {
  encoderOf(shapeName)(writer, object);
}

/** Made once for each shape. */
function encoderOf(name: string): MessageEncoder {
  const known = encoders.get(name);
  if (known) return known;
  const fields: { readonly key: string; readonly encode: FieldEncoder; readonly zero: unknown }[] = [];
  const encoder: MessageEncoder = (writer, object) => {
    for (const { key, encode, zero } of fields) {
      // an embedded struct: its fields are here in JSON, and a message of its own in protobuf
      const value = (key === '' ? object : object[key]) ?? zero;
      if (value !== undefined) encode(writer, value);
    }
  };
  // before its fields, which may lead back here
  encoders.set(name, encoder);
  for (const field of shapeNamed(name) ?? []) {
    if (field.i > 0) fields.push({ key: field.n, encode: fieldEncoder(field), zero: zeroOf(field.t) });
  }
  return encoder;
}

const ZEROS: Readonly<Record<string, unknown>> = {
  string: '',
  bool: false,
  int32: 0,
  int64: 0,
  quantity: '0',
  intorstring: 0,
  time: '',
  microtime: '',
  fields: NONE,
  raw: NONE,
};

/** Go's generated code writes every field that is no pointer, list or map, though JSON leaves it out; undefined for the others. */
function zeroOf(type: string): unknown {
  if (/^(?:\*|\[\]|map\[|bytes$)/.test(type)) return undefined;
  return type in ZEROS ? ZEROS[type] : {};
}

function fieldEncoder({ t, i, g }: ShapeField): FieldEncoder {
  if (g === VERBS) return wrapped(fieldEncoder({ n: '', i: 1, t }), i);
  const type = t.startsWith('*') ? t.slice(1) : t;
  if (type.startsWith('[]')) {
    const item = singleEncoder(type.slice(2), i);
    return (writer, value) => {
      for (const one of listOf(value)) item(writer, one);
    };
  }
  if (type.startsWith('map[')) return mapEncoder(type.slice(4, -1), i);
  return singleEncoder(type, i);
}

/** Entries in the order of their keys, as Go writes them. */
function mapEncoder(valueType: string, field: number): FieldEncoder {
  // a list cannot be the value of a map: Go has a message with the list as its field 1 there
  const encodeValue = valueType.startsWith('[]')
    ? wrapped(fieldEncoder({ n: '', i: 1, t: valueType }), 2)
    : singleEncoder(valueType, 2);
  return (writer, value) => {
    for (const [key, one] of Object.entries(objectOf(value)).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      writer.tag(field, 2);
      writer.message(() => {
        writer.tag(1, 2);
        writer.string(key);
        encodeValue(writer, one);
      });
    }
  };
}

function wrapped(encode: FieldEncoder, field: number): FieldEncoder {
  return (writer, value) => {
    writer.tag(field, 2);
    writer.message(() => {
      encode(writer, value);
    });
  };
}

function singleEncoder(type: string, field: number): FieldEncoder {
  const encode = SCALARS[type];
  if (encode) {
    return (writer, value) => {
      writer.tag(field, type === 'bool' || type === 'int32' || type === 'int64' ? 0 : 2);
      encode(writer, value);
    };
  }
  const message = encoderOf(type);
  return (writer, value) => {
    writer.tag(field, 2);
    writer.message(() => {
      message(writer, objectOf(value));
    });
  };
}

const SCALARS: Readonly<Record<string, FieldEncoder>> = {
  string: (writer, value) => {
    writer.string(String(value));
  },
  bool: (writer, value) => {
    writer.varint(value === true ? 1 : 0);
  },
  int32: (writer, value) => {
    writer.varint(Number(value));
  },
  int64: (writer, value) => {
    writer.varint(Number(value));
  },
  bytes: (writer, value) => {
    writer.blob(Buffer.from(String(value), 'base64'));
  },
  quantity: (writer, value) => {
    writer.message(() => {
      writer.tag(1, 2);
      writer.string(String(value));
    });
  },
  intorstring: (writer, value) => {
    const isNumber = typeof value === 'number';
    writer.message(() => {
      writer.tag(1, 0);
      writer.varint(isNumber ? 0 : 1);
      writer.tag(2, 0);
      writer.varint(isNumber ? value : 0);
      writer.tag(3, 2);
      writer.string(isNumber ? '' : String(value));
    });
  },
  time: writeTime,
  microtime: writeTime,
  fields: writeRaw,
  raw: writeRaw,
};

function writeTime(writer: Writer, value: unknown): void {
  const moment = momentOf(String(value));
  writer.message(() => {
    if (!moment) return;
    writer.tag(1, 0);
    writer.varint(moment.seconds);
    writer.tag(2, 0);
    writer.varint(moment.nanos);
  });
}

/** FieldsV1 and RawExtension: their JSON as the bytes of field 1. */
function writeRaw(writer: Writer, value: unknown): void {
  writer.message(() => {
    if (value === NONE) return;
    writer.tag(1, 2);
    writer.string(JSON.stringify(value));
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

import { badRequest } from '../api/status.ts';
import { shapeNameOf } from '../schema/shapes.ts';
import { decodeMessage } from './decode-message.ts';
import { encodeMessage } from './encode-message.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** What tells Kubernetes' protobuf from any other. */
const MAGIC = Buffer.from('k8s\0');

interface Typed {
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** Whether objects of this kind have a protobuf form; a Table, for example, has none. */
export function hasProtobuf({ apiVersion = '', kind = '' }: Typed): boolean {
  return shapeNameOf(apiVersion, kind) !== undefined;
}

/**
 * Kubernetes' protobuf of an object (`application/vnd.kubernetes.protobuf`): the magic `k8s\0`, a runtime.Unknown, inside it the message
 * of the kind, by its shape (apimachinery/pkg/runtime/serializer/protobuf). Throws for kinds without a shape (`hasProtobuf`).
 */
export function encodeProtobuf(object: Typed): Buffer {
  const { apiVersion = '', kind = '' } = object;
  const shape = shapeNameOf(apiVersion, kind);
  if (shape === undefined) throw new Error(`${apiVersion} ${kind} has no protobuf form`);
  const writer = new Writer();
  writer.raw(MAGIC);
  writer.tag(1, 2);
  writer.message(() => {
    writer.tag(1, 2);
    writer.string(apiVersion);
    writer.tag(2, 2);
    writer.string(kind);
  });
  writer.tag(2, 2);
  writer.message(() => {
    encodeMessage(writer, shape, { ...object });
  });
  return writer.bytes();
}

/**
 * One frame of a watch (`application/vnd.kubernetes.protobuf;stream=watch`): its length in four bytes, then a bare meta/v1 WatchEvent
 * whose object is a whole message as of `encodeProtobuf`.
 */
export function encodeWatchFrame(type: string, object: Buffer): Buffer {
  const writer = new Writer();
  writer.raw(Buffer.alloc(4));
  writer.tag(1, 2);
  writer.string(type);
  writer.tag(2, 2);
  writer.message(() => {
    writer.tag(1, 2);
    writer.blob(object);
  });
  const frame = writer.bytes();
  frame.writeUInt32BE(frame.length - 4);
  return frame;
}

/**
 * Back to plain JSON with `apiVersion` and `kind`; `expected` serves for those that the message does not name. Throws `StatusError` 400
 * for what is not such a message.
 */
export function decodeProtobuf(body: Buffer, expected: Typed = {}): { apiVersion?: string; kind?: string } {
  if (!body.subarray(0, 4).equals(MAGIC)) {
    throw badRequest(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  }
  const { type, raw } = unknownOf(new Reader(body, 4));
  const { apiVersion = '', kind = '' } = { ...expected, ...type };
  const shape = shapeNameOf(apiVersion, kind);
  if (shape === undefined) throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { apiVersion, kind, ...decodeMessage(raw, shape) };
}

/** runtime.Unknown: who it is and its message. */
function unknownOf(reader: Reader): { readonly type: Typed; readonly raw: Reader } {
  let type: Typed = {};
  let raw = new Reader(Buffer.alloc(0));
  while (!reader.done) {
    const { field, wireType } = reader.tag();
    if (field === 1) type = typeOf(reader.message());
    else if (field === 2) raw = reader.message();
    else reader.skip(wireType);
  }
  return { type, raw };
}

function typeOf(reader: Reader): Typed {
  const found: { apiVersion?: string; kind?: string } = {};
  while (!reader.done) {
    const { field, wireType } = reader.tag();
    const text = wireType === 2 ? reader.string() : (reader.skip(wireType), '');
    if (text !== '' && field === 1) found.apiVersion = text;
    if (text !== '' && field === 2) found.kind = text;
  }
  return found;
}

import type { Status } from '../../api/status.ts';
import type { StoredObject } from '../../api/stored-object.ts';
import type { WatchEvent } from '../../api/verbs.ts';
import { encodeProtobuf, encodeWatchFrame } from '../../wire/protobuf.ts';
import type { Negotiated } from '../negotiation/negotiate.ts';
import { columnsOf, metadataOf, rowOf, tableOf } from './table.ts';
import type { FormContext } from './transform.ts';

/** Makes the frames of one watch. */
export interface EventEncoder {
  event(event: WatchEvent): Buffer;
  error(status: Status): Buffer;
}

/** Frames in the form that was negotiated; the same event is encoded once for all who watch it in the same form. */
export function eventEncoder(form: Negotiated, context: FormContext): EventEncoder {
  const frame = form.type === 'application/json' ? jsonFrame : protobufFrame;
  const shape = shapeOf(form, context);
  return {
    event: (event) => {
      if (event.type === 'BOOKMARK') return frame('BOOKMARK', shape(bookmarkOf(event, context)));
      const { object, text } = event.entry;
      if (form.conversion) return frame(event.type, shape(object));
      return sharedFrame(event, form.type, () => frame(event.type, object, text));
    },
    error: (status) => frame('ERROR', status),
  };
}

/** By event, not by object: what is told to all at once is soon forgotten, while objects stay. */
const shared = new WeakMap<WatchEvent, Map<string, Buffer>>();

function sharedFrame(event: WatchEvent, form: string, make: () => Buffer): Buffer {
  const frames = shared.get(event) ?? new Map<string, Buffer>();
  shared.set(event, frames);
  const frame = frames.get(form) ?? make();
  frames.set(form, frame);
  return frame;
}

function jsonFrame(type: string, object: object, text = JSON.stringify(object)): Buffer {
  return Buffer.from(`{"type":"${type}","object":${text}}\n`);
}

function protobufFrame(type: string, object: object): Buffer {
  return encodeWatchFrame(type, encodeProtobuf(object));
}

/** Columns are told once, with the first event. */
function shapeOf({ conversion }: Negotiated, context: FormContext): (object: StoredObject) => object {
  if (!conversion) return (object) => object;
  const apiVersion = `meta.k8s.io/${conversion.version}`;
  if (conversion.kind !== 'Table') return (object) => metadataOf(object, apiVersion);
  let columns: ReturnType<typeof columnsOf> | null = columnsOf(context);
  return (object) => {
    const { resourceVersion } = object.metadata;
    const metadata = resourceVersion === undefined ? {} : { resourceVersion };
    const table = tableOf(apiVersion, metadata, columns, [rowOf(object, context, apiVersion)]);
    columns = null;
    return table.object();
  };
}

const INITIAL_END = 'k8s.io/initial-events-end';

/** An object of the kind that says only where the watch has come to. */
function bookmarkOf(
  { revision, initialEnd }: Extract<WatchEvent, { type: 'BOOKMARK' }>,
  { kind: { kind, apiVersion } }: FormContext,
): StoredObject {
  const annotations = initialEnd ? { annotations: { [INITIAL_END]: 'true' } } : {};
  return { kind, apiVersion, metadata: { resourceVersion: String(revision), ...annotations } };
}

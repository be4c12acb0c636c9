import type { Target, Watch, WatchEvent } from '../../api/verbs.ts';
import type { Answer } from '../answers/answer.ts';
import { notAcceptable } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { eventEncoder, type EventEncoder } from '../forms/watch-event.ts';
import { isStreamable, STREAM_TYPES } from '../negotiation/media-types.ts';
import { watchParams } from '../requests/read-options.ts';
import { contextOf, formOf } from './answer-object.ts';

/** Answers with a stream of events. Throws `StatusError` for parameters that are wrong. */
export function watch(exchange: Exchange, target: Target): Answer {
  const form = formOf(exchange);
  const { name, ...collection } = target;
  const params = watchParams(exchange.query);
  const context = contextOf(exchange, target, form);
  if (!isStreamable(form.type)) throw notAcceptable(STREAM_TYPES);
  const running = exchange.options.verbs.watch(
    collection,
    name === undefined ? params : { ...params, fieldSelector: `metadata.name=${name}` },
  );
  const isJson = form.type === 'application/json';
  return {
    status: 200,
    headers: { 'Content-Type': isJson ? form.type : `${form.type};stream=watch` },
    body: framesOf(running, eventEncoder(form, context)),
    abandoned: () => {
      running.close();
    },
  };
}

/** Frames are joined until they are so long: one event may be a megabyte, and there may be hundreds of them at once. */
const PIECE = 16 * 1024;

/** Asks for the next events only when the last ones were taken, and makes the frames of no more than the next piece. */
async function* framesOf(running: Watch, encoder: EventEncoder): AsyncIterable<Buffer> {
  try {
    for (let events = await running.next(); events; events = await running.next()) {
      yield* pieces(events, encoder);
    }
    if (running.error) yield encoder.error(running.error);
  } finally {
    running.close();
  }
}

function* pieces(events: readonly WatchEvent[], encoder: EventEncoder): Iterable<Buffer> {
  let [frames, length]: [Buffer[], number] = [[], 0];
  for (const event of events) {
    const frame = encoder.event(event);
    frames.push(frame);
    length += frame.length;
    if (length < PIECE) continue;
    yield joined(frames);
    [frames, length] = [[], 0];
  }
  if (length > 0) yield joined(frames);
}

/** A single frame as it is: it may be large, and everybody's. */
function joined(frames: readonly Buffer[]): Buffer {
  const [first] = frames;
  return first && frames.length === 1 ? first : Buffer.concat(frames);
}

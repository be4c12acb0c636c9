import type { WatchEvent } from '../api/cluster-api.ts';
import type { KubeObject } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import { type Status, statusFailure } from './api-failure.ts';
import { LineSplitter } from '../lib/line-splitter.ts';
import type { StreamExchange } from './stream-exchange.ts';

/** One line of a watch. */
type Line<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: KubeObject }
  | { readonly type: 'ERROR'; readonly object: Status };

/**
 * The events of an open watch. Throws ApiError for an ERROR event, and Error when the stream is not what a watch is: a
 * line that is not JSON, an end in the middle of a line, or no byte at all for `silenceMs`.
 */
export async function* watchEvents<T extends KubeObject>(
  stream: StreamExchange,
  options: { readonly silenceMs: number | undefined; readonly clock: Clock },
): AsyncGenerator<WatchEvent<T>, void> {
  const splitter = new LineSplitter();
  const silence = options.silenceMs ? watchSilence(stream, options.silenceMs, options.clock) : undefined;
  try {
    for await (const chunk of stream.chunks()) {
      silence?.heard();
      for (const line of splitter.push(chunk)) {
        if (line !== '') yield parseLine<T>(line);
      }
    }
    if (splitter.unfinished) throw new Error('the watch broke off in the middle of an event');
  } finally {
    silence?.stop();
  }
}

function parseLine<T extends KubeObject>(text: string): WatchEvent<T> {
  const line = parseJson<T>(text);
  switch (line.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return line;
    case 'BOOKMARK':
      return { type: 'BOOKMARK', resourceVersion: line.object.metadata.resourceVersion ?? '' };
    case 'ERROR':
      throw statusFailure(line.object);
  }
  throw new Error(`the watch sent something that is not an event: ${text.slice(0, 100)}`);
}

function parseJson<T>(text: string): Line<T> {
  try {
    const line: Line<T> = JSON.parse(text);
    return line;
  } catch (cause) {
    throw new Error(`the watch sent a line that is not JSON: ${text.slice(0, 100)}`, { cause });
  }
}

/** Aborts `stream` when nothing was heard for `silenceMs`. Looks at the time, so that hearing costs no timer. */
function watchSilence(
  stream: StreamExchange,
  silenceMs: number,
  clock: Clock,
): { readonly heard: () => void; readonly stop: () => void } {
  let last = clock.monotonic();
  const look = (): void => {
    const left = last + silenceMs - clock.monotonic();
    if (left > 0) cancel = clock.after(left, look);
    else stream.abort(new Error(`the watch was silent for ${silenceMs / 1000} s`));
  };
  let cancel = clock.after(silenceMs, look);
  return {
    heard: () => {
      last = clock.monotonic();
    },
    stop: () => {
      cancel();
    },
  };
}

import { eventText } from '../scheduler/log-text.ts';
import type { Story, StreamEntry } from './story.ts';
import { matcher, type Rows } from './window.ts';

/** Which part of the stream is looked at, the newest entry first. */
export interface StreamWindow {
  readonly from: number;
  readonly count: number;
  readonly filter: string;
  /** Nothing after the entry of this id, so that lines stand still while they are read; undefined: the newest. */
  readonly held?: number;
}

/** The entries of a window, the newest first; `total` are all that are kept up to the held one. */
export function streamRows(
  { stream, told }: Pick<Story, 'stream' | 'told'>,
  { from, count, filter, held }: StreamWindow,
): Rows<StreamEntry> {
  // ids have no gaps, so the place of an entry can be worked out
  const newer = held === undefined ? 0 : Math.max(0, Math.min(told - held, stream.length));
  const kept = newer === 0 ? stream : stream.slice(0, stream.length - newer);
  const matches = matcher(filter);
  const found = matches ? kept.filter(({ event }) => matches(eventText(event) ?? '')) : kept;
  const first = Math.max(0, Math.min(from, found.length - count));
  const end = found.length - first;
  return {
    rows: found.slice(Math.max(0, end - count), end).toReversed(),
    from: first,
    matching: found.length,
    total: kept.length,
  };
}

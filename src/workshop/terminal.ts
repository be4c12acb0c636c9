import type { Mode } from '../scheduler/events.ts';
import type { Waiting, WorkshopEvent } from './events.ts';
import { type EventText, plainLines, waitLine } from './plain.ts';
import { type Style, widthOf } from './style.ts';

/** Where lines go. */
export interface LineSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Draws events; `end` leaves the terminal in order, whatever was being drawn. */
export interface TerminalWriter {
  show(event: WorkshopEvent): void;
  end(): void;
}

/** Where lines cannot be drawn over, a wait is told when it has lasted this long, and again every so often. */
const [TELL_FIRST_MS, TELL_EVERY_MS] = [2000, 10_000];

const ERASE_LINE = '\r\u001B[K';

/**
 * Writes events to a terminal or a pipe as they come. On a terminal a wait is one line that is drawn over; elsewhere it is told now and
 * then. `aim` has a word in every text that may name a command line of ours. What the scheduler merely noticed is left out while it also binds, as `serve` itself does.
 */
export function terminalWriter(
  sink: LineSink,
  style: Style,
  eventText: EventText,
  aim: (text: string) => string = (text) => text,
): TerminalWriter {
  let drawn = false;
  let tellAt = TELL_FIRST_MS;
  let mode: Mode = 'bind';
  let last: WorkshopEvent['type'] | undefined;
  const erase = (): void => {
    if (drawn) sink.write(ERASE_LINE);
    drawn = false;
  };
  const wait = (event: Waiting): void => {
    if (sink.isTTY) {
      sink.write(ERASE_LINE + cut(waitLine(event, style), style));
      drawn = true;
    } else if (event.elapsedMs >= tellAt) {
      sink.write(`${waitLine(event, style)}\n`);
      tellAt = event.elapsedMs + TELL_EVERY_MS;
    }
  };
  return {
    end: erase,
    show(event) {
      if (event.type === 'waiting') return wait(event);
      if (event.type === 'waited') tellAt = TELL_FIRST_MS;
      if (event.type === 'told' && event.event.type === 'running') mode = event.event.mode;
      if (event.type === 'told' && event.event.type === 'noticed' && mode === 'bind') return;
      erase();
      if (event.type === 'check' && last !== 'check') sink.write('\n');
      last = event.type;
      for (const line of plainLines(aimedAt(event, aim), style, eventText)) sink.write(`${line}\n`);
    },
  };
}

/** What people may type is made to reach the cluster that is played on, before it is wrapped. */
function aimedAt(event: WorkshopEvent, aim: (text: string) => string): WorkshopEvent {
  if (event.type === 'text') return { ...event, markdown: aim(event.markdown) };
  if (event.type === 'notice' || event.type === 'hint') return { ...event, text: aim(event.text) };
  return event;
}

/** A line that is drawn over must not reach the terminal's edge, not even with the `^C` of an interruption: it loses its colours first. */
function cut(line: string, { width }: Style): string {
  const room = width - '^C'.length;
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  return widthOf(line) <= room ? line : `${line.replaceAll(/\u001B\[[\d;]*m/g, '').slice(0, room - 3)}...`;
}

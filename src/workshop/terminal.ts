import type { Clock } from '../lib/clock.ts';
import type { WorkshopEvent } from './events.ts';
import { Hearing } from './hearing.ts';
import { type EventText, plainLines } from './plain.ts';
import { type LineSink, progress } from './progress.ts';
import type { Style } from './style.ts';

/** Draws events; `end` leaves the terminal in order, whatever was being drawn. */
export interface TerminalWriter {
  show(event: WorkshopEvent): void;
  end(): void;
}

/** How a writer writes. */
export interface WriterOptions {
  readonly style: Style;
  readonly eventText: EventText;
  /** Measures how long a command has been running. */
  readonly clock: Clock;
  /** Has a word in every text that may name a command line of ours. */
  readonly aim?: (text: string) => string;
}

/** Writes events to a terminal or a pipe as they come; what takes longer than two seconds is told while it does. */
export function terminalWriter(
  sink: LineSink,
  { style, eventText, clock, aim = (text) => text }: WriterOptions,
): TerminalWriter {
  const hearing = new Hearing();
  const slow = progress(sink, style, clock);
  let last: WorkshopEvent['type'] | undefined;
  return {
    end: () => slow.end(),
    show(event) {
      if (event.type === 'waiting') return slow.wait(event);
      if (!hearing.hears(event)) return;
      if (event.type === 'output') slow.makeRoom();
      else slow.end();
      if (event.type === 'check' && last !== 'check') sink.write('\n');
      last = event.type;
      for (const line of plainLines(aimedAt(event, aim), style, eventText)) sink.write(`${line}\n`);
      if (event.type === 'command') slow.begin(event.line);
    },
  };
}

/** What people may type is made to reach the cluster that is played on, before it is wrapped. */
export function aimedAt(event: WorkshopEvent, aim: (text: string) => string): WorkshopEvent {
  if (event.type === 'text') return { ...event, markdown: aim(event.markdown) };
  if (event.type === 'notice' || event.type === 'hint') return { ...event, text: aim(event.text) };
  return event;
}

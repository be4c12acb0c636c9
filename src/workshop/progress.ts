import type { Clock } from '../lib/clock.ts';
import { spoken } from './duration.ts';
import type { Waiting } from './events.ts';
import { waitLine } from './plain.ts';
import { paint, sign, type Style, widthOf } from './style.ts';

/** Where lines go. */
export interface LineSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What takes long, told while it does. */
export interface Progress {
  /** Something is waited for. */
  wait(event: Waiting): void;
  /** A command begins; how long it takes, nobody else tells. */
  begin(line: string): void;
  /** Something else is about to be written: what was drawn goes. What runs is told again when it has been silent for long. */
  makeRoom(): void;
  /** What was waited for is over. */
  end(): void;
}

/** Nothing is said of what takes less. Where lines cannot be drawn over, it is told again every so often. */
const [TELL_FIRST_MS, TELL_EVERY_MS] = [2000, 10_000];
const TICK_MS = 1000;

const ERASE_LINE = '\r\u001B[K';

/** On a terminal one line that is drawn over, elsewhere a line now and then. */
export function progress(sink: LineSink, style: Style, clock: Clock): Progress {
  let drawn = false;
  let tellAt = TELL_FIRST_MS;
  let cancel: (() => void) | undefined;
  let running: { readonly line: string; readonly begunAt: number } | undefined;

  const makeRoom = (): void => {
    if (drawn) sink.write(ERASE_LINE);
    drawn = false;
  };
  const tell = (line: string, elapsedMs: number): void => {
    if (sink.isTTY) {
      sink.write(ERASE_LINE + cut(line, style));
      drawn = true;
    } else if (elapsedMs >= tellAt) {
      sink.write(`${line}\n`);
      tellAt = elapsedMs + TELL_EVERY_MS;
    }
  };
  const end = (): void => {
    cancel?.();
    makeRoom();
    running = undefined;
    tellAt = TELL_FIRST_MS;
  };
  const tellRunning = (): void => {
    if (!running) return;
    const elapsedMs = clock.monotonic() - running.begunAt;
    tell(runningLine(running.line, elapsedMs, style), elapsedMs);
    cancel = clock.after(TICK_MS, tellRunning);
  };
  const tellSoon = (): void => {
    cancel?.();
    if (running) cancel = clock.after(TELL_FIRST_MS, tellRunning);
  };
  return {
    end,
    wait(event) {
      if (running) end();
      if (event.elapsedMs >= TELL_FIRST_MS) tell(waitLine(event, style), event.elapsedMs);
    },
    begin(line) {
      end();
      running = { line, begunAt: clock.monotonic() };
      tellSoon();
    },
    makeRoom() {
      makeRoom();
      tellSoon();
    },
  };
}

function runningLine(line: string, elapsedMs: number, style: Style): string {
  return paint(`  ${sign('wait', style)} still running (${spoken(elapsedMs)}): ${line}`, 'dim', style);
}

/** A line that is drawn over must not reach the terminal's edge, not even with the `^C` of an interruption: it loses its colours first. */
function cut(line: string, { width }: Style): string {
  const room = width - '^C'.length;
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  return widthOf(line) <= room ? line : `${line.replaceAll(/\u001B\[[\d;]*m/g, '').slice(0, room - 3)}...`;
}

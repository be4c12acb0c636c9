import type { SchedulerEvent } from '../scheduler/events.ts';
import { frameOf } from './frame.ts';
import { openTerminal, sizeOf, type TerminalStreams } from './open-terminal.tsx';
import { Session, type SessionOptions } from './session.ts';
import { type ThemeName, themeOf } from './theme.ts';

/** What a screen needs of the terminal. */
export interface ScreenOptions extends Omit<SessionOptions, 'size' | 'onBroken'>, TerminalStreams {
  readonly theme: ThemeName;
}

/** An open screen. */
export interface OpenScreen {
  push(event: SchedulerEvent): void;
  /** Gives the terminal back as it was. Twice is no error. */
  close(): Promise<void>;
  /** Rejects when drawing failed, which is a bug; resolves when it was closed. */
  readonly done: Promise<void>;
}

/** Opens the full screen of a scheduler on a terminal. */
export function openScreen(options: ScreenOptions): OpenScreen {
  const broken = Promise.withResolvers<never>();
  const session = new Session({ ...options, size: sizeOf(options.stdout), onBroken: broken.reject });
  const terminal = openTerminal(options, themeOf(options.theme), {
    onKey: (name) => session.key(name),
    onResize: (size) => session.resize(size),
  });
  session.subscribe(() => terminal.paint(frameOf(session.snapshot())));
  session.flush();
  return {
    push: (event) => session.push(event),
    done: Promise.race([terminal.done, broken.promise]),
    close() {
      session.close();
      return terminal.close();
    },
  };
}

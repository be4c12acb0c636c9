import type { Watched } from '../../watch/watched.ts';
import { openTerminal, sizeOf, type TerminalStreams } from '../open-terminal.tsx';
import { type ThemeName, themeOf } from '../theme.ts';
import { watchFrame } from './watch-frame.ts';
import { WatchSession, type WatchSessionOptions } from './watch-session.ts';

/** What the screen needs of the terminal. */
export interface WatchScreenOptions extends Omit<WatchSessionOptions, 'size' | 'onBroken'>, TerminalStreams {
  readonly theme: ThemeName;
}

/** An open screen. */
export interface OpenWatch {
  push(watched: Watched, todo: readonly number[]): void;
  notice(text: string, isTrouble: boolean): void;
  /** Gives the terminal back as it was. Twice is no error. */
  close(): Promise<void>;
  /** Rejects when drawing failed, which is a bug; resolves when it was closed. */
  readonly done: Promise<void>;
}

/** Opens the screen of `workshop watch` on a terminal. */
export function openWatch(options: WatchScreenOptions): OpenWatch {
  const broken = Promise.withResolvers<never>();
  const session = new WatchSession(
    { ...options, size: sizeOf(options.stdout), onBroken: broken.reject },
    (model) => terminal.paint(watchFrame(model)),
  );
  const terminal = openTerminal(options, themeOf(options.theme), {
    onKey: (name) => session.key(name),
    onResize: (size) => session.resize(size),
  });
  session.flush();
  return {
    push: (watched, todo) => session.push(watched, todo),
    notice: (text, isTrouble) => session.notice(text, isTrouble),
    done: Promise.race([terminal.done, broken.promise]),
    close() {
      session.close();
      return terminal.close();
    },
  };
}

import type { Guide } from '../../view/guide.ts';
import type { GuideEvent } from '../../view/guide-reduce.ts';
import { openTerminal, sizeOf, type TerminalStreams } from '../open-terminal.tsx';
import { type ThemeName, themeOf } from '../theme.ts';
import { guidedFrame } from './guided-frame.ts';
import { GuidedSession, type GuidedSessionOptions } from './guided-session.ts';

/** What the guided screen needs of the terminal. */
export interface GuidedScreenOptions
  extends Omit<GuidedSessionOptions, 'size' | 'onBroken'>, TerminalStreams {
  readonly theme: ThemeName;
}

/** An open guided screen. */
export interface OpenGuided {
  push(event: GuideEvent): void;
  /** How far the person is. */
  guide(): Guide;
  /** Gives the terminal back as it was. Twice is no error. */
  close(): Promise<void>;
  /** Rejects when drawing failed, which is a bug; resolves when it was closed. */
  readonly done: Promise<void>;
}

/** Opens the guided mode's screen on a terminal. */
export function openGuided(options: GuidedScreenOptions): OpenGuided {
  const broken = Promise.withResolvers<never>();
  const session = new GuidedSession({ ...options, size: sizeOf(options.stdout), onBroken: broken.reject });
  const terminal = openTerminal(options, themeOf(options.theme), {
    onKey: (name) => session.key(name),
    onResize: (size) => session.resize(size),
  });
  session.subscribe(() => terminal.paint(guidedFrame(session.snapshot())));
  session.flush();
  return {
    push: (event) => session.push(event),
    guide: () => session.guide,
    done: Promise.race([terminal.done, broken.promise]),
    close() {
      session.close();
      return terminal.close();
    },
  };
}

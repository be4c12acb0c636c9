import { render } from 'ink';
import type { Clock } from '../lib/clock.ts';
import type { SchedulerEvent } from '../scheduler/events.ts';
import { App } from './app.tsx';
import { Session, type SessionOptions } from './session.ts';
import { type ThemeName, themeOf } from './theme.ts';

/** What a screen needs of the terminal. */
export interface ScreenOptions extends Omit<SessionOptions, 'size' | 'onBroken'> {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
  readonly theme: ThemeName;
  readonly clock: Clock;
}

/** An open screen. */
export interface OpenScreen {
  push(event: SchedulerEvent): void;
  /** Gives the terminal back as it was. Twice is no error. */
  close(): Promise<void>;
  /** Rejects when drawing failed, which is a bug; resolves when it was closed. */
  readonly done: Promise<void>;
}

/** Opens the full screen on a terminal. */
export function openScreen(options: ScreenOptions): OpenScreen {
  const { stdin, stdout, theme } = options;
  const { columns = 80, rows = 24 } = stdout;
  const broken = Promise.withResolvers<never>();
  const session = new Session({ ...options, size: { columns, rows }, onBroken: broken.reject });
  const look = themeOf(theme);
  const frame = () => <App model={session.snapshot()} session={session} theme={look} />;
  const app = render(frame(), {
    stdin,
    stdout,
    alternateScreen: true,
    // whoever asks for the screen has looked at the terminal; ink would look at CI as well
    interactive: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    // keys are drawn at once, and events come no more often than the session lets them
    maxFps: 60,
    onRender: ({ renderTime }) => session.drawn(renderTime),
  });
  // rendered within the session's own call, which so knows what a frame costs
  session.subscribe(() => app.rerender(frame()));
  let isOpen = true;
  return {
    push: (event) => session.push(event),
    done: Promise.race([app.waitUntilExit().then(() => undefined), broken.promise]),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      session.close();
      app.unmount();
      await app.waitUntilExit().catch(() => undefined);
    },
  };
}

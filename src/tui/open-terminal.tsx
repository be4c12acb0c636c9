import { render } from 'ink';
import { App } from './app.tsx';
import type { Frame } from './drawn-line.ts';
import type { Size } from './model.ts';
import { Painter } from './painter.ts';
import type { Theme } from './theme.ts';

/** The terminal's streams. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
}

/** What a full screen is told of its terminal. */
export interface TerminalListener {
  /** A key by its name: `j`, `up`, `ctrl+c`. */
  readonly onKey: (name: string) => void;
  /** The terminal has this size now; told once at the beginning, too. What is painted next is painted whole. */
  readonly onResize: (size: Size) => void;
}

/** A terminal whose whole screen is ours until it is closed. */
export interface OpenTerminal {
  /** Shows this frame, which must be as large as the terminal. Writes only what differs from the frame before. */
  paint(frame: Frame): void;
  /** Gives the terminal back as it was. Twice is no error. */
  close(): Promise<void>;
  /** Resolves when it was closed; rejects when ink failed. */
  readonly done: Promise<void>;
}

/** The size at the beginning. */
export function sizeOf({ columns = 80, rows = 24 }: TerminalStreams['stdout']): Size {
  return { columns, rows };
}

/**
 * Takes the terminal. ink has it (its other screen, raw keys, its size, giving it back after every way of ending) and draws nothing;
 * frames are painted beside it, for its own composition of cells costs twenty times as much.
 */
export function openTerminal(
  { stdin, stdout }: TerminalStreams,
  theme: Theme,
  { onKey, onResize }: TerminalListener,
): OpenTerminal {
  const painter = new Painter(theme);
  const resized = (size: Size) => {
    painter.forget();
    onResize(size);
  };
  const app = render(<App onKey={onKey} onResize={resized} />, {
    stdin,
    stdout,
    alternateScreen: true,
    // whoever asks for the screen has looked at the terminal; ink would look at CI as well
    interactive: true,
    exitOnCtrlC: false,
  });
  const done = app.waitUntilExit().then(() => undefined);
  let isOpen = true;
  return {
    paint(frame) {
      const change = painter.paint(frame);
      if (isOpen && change !== '') stdout.write(change);
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      app.unmount();
      await done.catch(() => undefined);
    },
    done,
  };
}

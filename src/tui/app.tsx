import { useInput, useStdout, useWindowSize } from 'ink';
import { type ReactElement, useEffect } from 'react';
import { keyNames } from './key-name.ts';
import type { Size } from './model.ts';

interface AppProps {
  readonly onKey: (name: string) => void;
  readonly onResize: (size: Size) => void;
}

/** Terminals that know it turn the mouse wheel into the arrow keys while the other screen is shown, and leave selecting alone. */
const WHEEL_AS_ARROWS = { on: '\u001b[?1007h', off: '\u001b[?1007l' };

/** Ties ink to a session: keys and the terminal's size go in. It draws nothing itself: see `Painter`. */
export function App({ onKey, onResize }: AppProps): ReactElement | null {
  const { columns, rows } = useWindowSize();
  useEffect(() => {
    onResize({ columns, rows });
  }, [onResize, columns, rows]);
  const { stdout } = useStdout();
  useEffect(() => {
    stdout.write(WHEEL_AS_ARROWS.on);
    // also when the process ends by a crash, for ink unmounts then
    return () => void stdout.write(WHEEL_AS_ARROWS.off);
  }, [stdout]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) onKey(name);
  });
  return null;
}

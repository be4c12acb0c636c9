import { useInput, useStdout, useWindowSize } from 'ink';
import { type ReactElement, useEffect } from 'react';
import { keyNames } from './key-name.ts';
import type { Model } from './model.ts';
import { Screen } from './screen.tsx';
import type { Session } from './session.ts';
import type { Theme } from './theme.ts';

interface AppProps {
  readonly model: Model;
  readonly session: Session;
  readonly theme: Theme;
}

/** Terminals that know it turn the mouse wheel into the arrow keys while the other screen is shown, and leave selecting alone. */
const WHEEL_AS_ARROWS = { on: '\u001b[?1007h', off: '\u001b[?1007l' };

/** Ties ink to the session: keys and the terminal's size go in. Frames come out as whoever renders it gives it the session's next model. */
export function App({ model, session, theme }: AppProps): ReactElement {
  const { columns, rows } = useWindowSize();
  useEffect(() => {
    session.resize({ columns, rows });
  }, [session, columns, rows]);
  const { stdout } = useStdout();
  useEffect(() => {
    stdout.write(WHEEL_AS_ARROWS.on);
    // also when the process ends by a crash, for ink unmounts then
    return () => void stdout.write(WHEEL_AS_ARROWS.off);
  }, [stdout]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) session.key(name);
  });
  // the size of this very frame, not that of the last one the session heard of: a line too many would clear the screen
  return <Screen model={{ ...model, size: { columns, rows } }} theme={theme} />;
}

import type { Env } from '../exec/env.ts';
import { type Finding, ok, warning } from './finding.ts';
import type { Screen, System } from './machine.ts';
import { probe } from './probe.ts';

export interface TerminalFacts {
  readonly screen: Screen;
  readonly env: Env;
  readonly system: System;
}

/** Can the full screens be drawn? Everything else works everywhere, so nothing here is more than a warning. */
export const terminalProbe = probe<TerminalFacts>({
  id: 'terminal',
  title: 'Terminal',
  blocks: 'all',
  gather: ({ screen, env, system }) => ({ screen, env, system }),
  judge: judgeTerminal,
});

/** What the guided mode needs: README.md says so. */
const COLUMNS = 60;
const ROWS = 15;

const WITHOUT = 'kubectl minisched workshop run   # the same steps without a full screen';

export function judgeTerminal({ screen, env, system }: TerminalFacts): Finding {
  const { terminal, columns = 0, rows = 0 } = screen;
  if (!terminal)
    return ok('no terminal here, such as in a pipe: run doctor in the one of the class to have it looked at');
  const size = `${String(columns)}×${String(rows)}`;
  if (env['TERM'] === 'dumb')
    return warning(
      'the terminal says that it is dumb (TERM): full screens cannot be drawn',
      'export TERM=xterm-256color',
      WITHOUT,
    );
  if (columns < COLUMNS || rows < ROWS)
    return warning(
      `the terminal is ${size}; the guided mode needs ${String(COLUMNS)}×${String(ROWS)}`,
      '# make the window larger or its letters smaller',
      WITHOUT,
    );
  if (!isUtf8(env, system))
    return warning(
      'the terminal is not set to UTF-8, so lines and marks may look odd',
      'export LC_ALL=C.UTF-8',
      'kubectl minisched workshop --ascii',
    );
  return ok(`${size}, UTF-8, ${env['NO_COLOR'] ? 'no colours (NO_COLOR)' : 'colours'}`);
}

/** POSIX's order: the first that is set counts. macOS and Windows terminals are UTF-8 unless told otherwise. */
function isUtf8(env: Env, system: System): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  if (!locale) return system === 'mac' || system === 'windows';
  return /utf-?8/i.test(locale);
}

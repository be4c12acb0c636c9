import { fileURLToPath } from 'node:url';

import { shellLine } from '../../src/exec/shell-line.ts';
import { TSX_FLAGS } from './tsx.ts';

const LAUNCHER = fileURLToPath(new URL('../../src/launcher.ts', import.meta.url));

/** A line for a shell: `kubectl minisched …args` from its sources, with its screen; `flags` are Node's. */
export function screenLine(args: readonly string[], flags: readonly string[] = []): string {
  return shellLine([process.execPath, ...TSX_FLAGS, ...flags, LAUNCHER, ...args]);
}

/** What it must find in its environment: the screen's production build, and no sign of CI, where ink draws only the end. */
export const SCREEN_ENV = { CI: 'false', NODE_ENV: 'production' } as const;

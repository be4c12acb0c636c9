import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';

import { errorWord } from '../lib/error-code.ts';
import type { Env } from './env.ts';
import { UserError } from '../lib/errors.ts';
import { MissingToolError } from './missing-tool-error.ts';

export interface DetachedOptions {
  /** The child's whole environment. */
  readonly env: Env;
  /** stdout and stderr are appended to this file, which is made if need be. */
  readonly log: string;
  /** The folder that it runs in, and so keeps in use; ours when missing. */
  readonly cwd?: string;
}

/** A program that goes on when we end, whichever way. */
export interface Detached {
  readonly pid: number;
  /** Its exit code once it ended (128 + signal number after a signal); undefined while it runs. */
  exitCode(): number | undefined;
}

/**
 * Starts a program in a session of its own, so that neither our end nor a Ctrl-C in our terminal reaches it.
 * Rejects with `MissingToolError` when there is no such program, with a `UserError` when the log cannot be written. node's own spawn: execa watches over children, and
 * this one is to be let go.
 */
export async function startDetached(argv: readonly string[], options: DetachedOptions): Promise<Detached> {
  const [file = '', ...args] = argv;
  const log = opened(options.log);
  try {
    const child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      windowsHide: true,
    });
    await once(child, 'spawn').catch((error: unknown) => {
      throw new MissingToolError(file, error);
    });
    child.unref();
    return { pid: child.pid ?? 0, exitCode: () => exitCodeOf(child) };
  } finally {
    closeSync(log);
  }
}

function opened(log: string): number {
  try {
    return openSync(log, 'a', 0o600);
  } catch (error) {
    const code = errorWord(error);
    throw new UserError(`the log ${log} cannot be written (${code})`, {
      next: `see whose it is: ls -l ${log} (a command with sudo may have made it)`,
      cause: error,
    });
  }
}

function exitCodeOf(child: ChildProcess): number | undefined {
  if (child.signalCode !== null) return 128 + constants.signals[child.signalCode];
  return child.exitCode ?? undefined;
}

import { accessSync, constants, rmSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

import { errorCode } from '../../lib/error-code.ts';
import type { Env } from '../../exec/env.ts';
import { ownerOf, takeLock } from '../../exec/lock.ts';
import { UserError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/make-folder.ts';

/** `$XDG_DATA_HOME/minisched`; without that variable `~/.local/share/minisched` (`%LOCALAPPDATA%\minisched-program` on Windows). */
export function usualFolder(env: Env, home: string): string {
  const asked = env['XDG_DATA_HOME'];
  if (asked !== undefined && isAbsolute(asked)) return join(asked, 'minisched');
  const windows = env['LOCALAPPDATA'];
  return windows === undefined
    ? join(home, '.local', 'share', 'minisched')
    : join(windows, 'minisched-program');
}

/**
 * Does work in a folder that is there only for it, empty at the beginning and gone at the end; what a run that was killed left in it is
 * removed first. `what` is a clause, `packing k.tar`. One process at a time: a second one gets a `UserError`, as who may not write there
 * and whose disk gets full.
 */
export async function inWorkFolder<T>(folder: string, what: string, work: () => Promise<T>): Promise<T> {
  prepareParent(dirname(folder));
  const release = takeLock(`${folder}.lock`, ownerOf(process.pid, what));
  try {
    rmSync(folder, { recursive: true, force: true });
    makeFolder(folder, 0o700);
    return await work();
  } catch (error) {
    throw diskError(what, error) ?? error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    release();
  }
}

function prepareParent(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UserError(
      `the folder ${folder} cannot be written (${errorCode(error) ?? 'it cannot be made'})`,
      {
        next: `name a place of yours, or make that one writable: ls -ld ${folder}`,
        cause: error,
      },
    );
  }
}

/** What a person can mend of what the system says of files; undefined for everything else. */
function diskError(what: string, error: unknown): UserError | undefined {
  const code = errorCode(error);
  const why = code === undefined ? undefined : WORDS[code];
  return why === undefined
    ? undefined
    : new UserError(`${what} did not end: ${why}`, {
        next: 'mend that, and run the same command again',
        cause: error,
      });
}

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room left on the disk',
  EDQUOT: 'your quota of the disk is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'a file may not be read or written by you',
  EIO: 'the disk has an error',
};

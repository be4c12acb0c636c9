import { existsSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

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
 * removed first. One process at a time: a second one gets a `UserError`.
 */
export async function inWorkFolder<T>(folder: string, what: string, work: () => Promise<T>): Promise<T> {
  const release = locked(folder, what);
  try {
    rmSync(folder, { recursive: true, force: true });
    makeFolder(folder, 0o700);
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
    release();
  }
}

function locked(folder: string, what: string): () => void {
  try {
    makeFolder(dirname(folder));
    return takeLock(`${folder}.lock`, ownerOf(process.pid, what));
  } catch (error) {
    if (error instanceof UserError || existsSync(dirname(folder))) throw error;
    throw new UserError(`the folder ${dirname(folder)} cannot be made`, {
      next: 'name another one',
      cause: error,
    });
  }
}

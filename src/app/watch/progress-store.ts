import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { codeInBrackets } from '../../lib/error-code.ts';
import { ownerOf, takeLock } from '../../exec/lock.ts';
import { UserError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import { parseProgress, type Progress, PROGRESS_FILE, progressText } from '../../watch/progress.ts';

/** How far a person is, on disk. */
export interface ProgressStore {
  /** Undefined where nothing is kept yet, or nothing that can be read. */
  read(): Progress | undefined;
  /** Whole or not at all, also when we are killed meanwhile. A `UserError` names the file that cannot be written. */
  write(progress: Progress): void;
  /** Others may watch this folder from now on. */
  close(): void;
}

/** Opens what a folder keeps, for this process alone. Throws a `UserError` when another one has it, or nothing can be written there. */
export function openProgress(folder: string, pid: number): ProgressStore {
  const path = join(folder, PROGRESS_FILE);
  try {
    makeFolder(dirname(path));
  } catch (cause) {
    throw notWritable(path, cause);
  }
  const release = takeLock(join(dirname(path), 'watch.lock'), ownerOf(pid, 'workshop watch of this folder'));
  return {
    read: () => parseProgress(textOf(path)),
    write(progress) {
      const draft = `${path}.${String(pid)}`;
      try {
        writeFileSync(draft, progressText(progress));
        const fd = openSync(draft, 'r+');
        fsyncSync(fd);
        closeSync(fd);
        renameSync(draft, path);
      } catch (cause) {
        throw notWritable(path, cause);
      }
    },
    close: release,
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function notWritable(path: string, cause: unknown): UserError {
  const code = codeInBrackets(cause);
  return new UserError(`how far you are cannot be written to ${path}${code}`, {
    next: 'make the folder writable, or free some space',
    cause,
  });
}

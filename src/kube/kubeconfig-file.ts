import {
  chmodSync,
  closeSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { errorWord } from '../lib/error-code.ts';
import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

const TRIES = 20;
const LOOK_EVERY_MS = 50;

/** The file's text; empty when there is no such file. Rejects with a `UserError` when it cannot be read. */
export function readKubeconfig(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorWord(error) === 'ENOENT') return '';
    throw new UserError(`the kubeconfig ${file} cannot be read (${errorWord(error)})`, {
      next: 'mend that, or name another file with --kubeconfig or KUBECONFIG',
      cause: error,
    });
  }
}

/**
 * Changes a kubeconfig under the lock that client-go and kind take, `<file>.lock`. `change` gets the old text and returns the new one,
 * or undefined to leave the file alone. A reader sees the old file or the new one; it is readable for its owner only.
 * Rejects with a `UserError` when the lock is held for a second or the file cannot be written.
 */
export async function changeKubeconfig(
  file: string,
  change: (text: string) => string | undefined,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const release = await lock(file, clock, signal);
  try {
    const text = change(readKubeconfig(file));
    if (text !== undefined) replace(file, text);
  } finally {
    release();
  }
}

async function lock(file: string, clock: Clock, signal: AbortSignal): Promise<() => void> {
  const path = `${file}.lock`;
  for (let tries = 1; !taken(path, file); tries += 1) {
    if (tries === TRIES) throw locked(file, path);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  return () => {
    rmSync(path, { force: true });
  };
}

function taken(path: string, file: string): boolean {
  try {
    makeFolder(dirname(file), 0o755);
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (error) {
    if (errorWord(error) === 'EEXIST') return false;
    throw notWritable(file, error);
  }
}

/** Where the file is a link, what it leads to is replaced. */
function replace(file: string, text: string): void {
  const target = targetOf(file);
  const draft = `${target}.minisched-${String(process.pid)}`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw notWritable(file, error);
  }
}

function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // not there yet
    return file;
  }
}

function locked(file: string, path: string): UserError {
  return new UserError(`the kubeconfig ${file} is locked: another program is writing it`, {
    next: `try again; if none is, a killed one left the lock behind: rm ${path}`,
  });
}

function notWritable(file: string, error: unknown): UserError {
  return new UserError(`the kubeconfig ${file} cannot be written (${errorWord(error)})`, {
    next: 'make it and its folder writable, free some space, or name another file with --kubeconfig or KUBECONFIG',
    cause: error,
  });
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { contextNames, currentContext, type Kubectl } from '../exec/kubectl.ts';
import type { Output } from '../exec/run.ts';
import { UserError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** Remembers in `file` which context is current, unless it is `own`: then an older memory is still the right one. */
export async function rememberContext(
  file: string,
  own: string,
  kubectl: Kubectl,
  signal: AbortSignal,
): Promise<void> {
  writeMemory(file, own, await currentContext(kubectl, signal));
}

/** The same for who knows what is current. */
export function writeMemory(file: string, own: string, current: string | undefined): void {
  if (current === own) return;
  try {
    makeFolder(dirname(file), 0o700);
    writeFileSync(file, current ?? '');
  } catch (error) {
    throw new UserError(`the state folder ${dirname(file)} cannot be written`, {
      next: 'make it writable or set XDG_STATE_HOME to a folder that is',
      cause: error,
    });
  }
}

/** Makes the remembered context current again, where none is current now and it still exists; then forgets it. */
export async function restoreContext(
  file: string,
  kubectl: Kubectl,
  { signal, output }: { readonly signal: AbortSignal; readonly output: Output },
): Promise<void> {
  const previous = readMemory(file);
  const wanted = previous !== '' && (await currentContext(kubectl, signal)) === undefined;
  if (wanted && (await contextNames(kubectl, signal)).includes(previous)) {
    await kubectl.run(['config', 'use-context', previous], { signal, output });
  }
  forgetMemory(file);
}

export function forgetMemory(file: string): void {
  rmSync(file, { force: true });
}

/** What was current before; empty when nothing was, or nothing is remembered. */
export function readMemory(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // nothing was remembered: the cluster was made elsewhere, or no context was current
    return '';
  }
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

import { codeInBrackets } from '../lib/error-code.ts';
import type { Env } from '../exec/env.ts';
import { UserError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** Where everything about one context is kept between runs. All are absolute paths; nothing is made by naming them. */
export interface StateFolder {
  readonly path: string;
  /** What was done: see journal-entry.ts. */
  readonly journal: string;
  /** Who the running scheduler is. */
  readonly schedulerLock: string;
  /** The process group of the person's own program, while it runs. */
  readonly programLock: string;
  /** Who plays the workshop. */
  readonly workshopLock: string;
  /** stdout and stderr of the scheduler, JSON lines. */
  readonly schedulerLog: string;
  /** The configuration that a step gave the scheduler. */
  readonly schedulerConfig: string;
  /** What the person's own program is given: this context, by way of us. */
  readonly programKubeconfig: string;
  /** A kubeconfig that holds only this context. */
  readonly kubeconfig: string;
}

/**
 * `$XDG_STATE_HOME/minisched/<context>`; without that variable `~/.local/state` (`%LOCALAPPDATA%` on Windows). Two contexts
 * never share a folder: where characters had to be replaced, a hash of the whole name is added.
 */
export function stateFolder(context: string, env: Env, home: string): StateFolder {
  const path = join(stateHome(env, home), 'minisched', folderName(context));
  return {
    path,
    journal: join(path, 'journal.jsonl'),
    schedulerLock: join(path, 'scheduler.lock'),
    programLock: join(path, 'program.lock'),
    workshopLock: join(path, 'workshop.lock'),
    schedulerLog: join(path, 'scheduler.log'),
    schedulerConfig: join(path, 'scheduler.yaml'),
    programKubeconfig: join(path, 'program.kubeconfig'),
    kubeconfig: join(path, 'kubeconfig'),
  };
}

/** Journals and kubeconfigs are nobody else's business. */
const PRIVATE = 0o700;

/** Makes the folder and tries to write in it. A `UserError` names it and the variable that moves it elsewhere. */
export function prepareStateFolder(folder: StateFolder): void {
  const probe = join(folder.path, `.probe-${String(process.pid)}`);
  try {
    makeFolder(folder.path, PRIVATE);
    // a full disk lets an empty file be made, so write a byte
    writeFileSync(probe, '.');
    rmSync(probe);
  } catch (error) {
    throw notWritable(folder.path, error);
  }
}

/** Removes the folder when nothing is kept in it, such as a journal. */
export function removeIfEmpty({ path }: StateFolder): void {
  if (existsSync(path) && readdirSync(path).length === 0) rmdirSync(path);
}

function notWritable(path: string, error: unknown): UserError {
  const code = codeInBrackets(error);
  return new UserError(`the state folder ${path} cannot be written${code}`, {
    next: 'make it writable, free some space, or set XDG_STATE_HOME to a folder that is',
    cause: error,
  });
}

/** A relative XDG_STATE_HOME is to be ignored, says the XDG Base Directory Specification. */
function stateHome(env: Env, home: string): string {
  const asked = [env['XDG_STATE_HOME'], env['LOCALAPPDATA']].find((path) => path && isAbsolute(path));
  return asked ?? join(home, '.local', 'state');
}

function folderName(context: string): string {
  const safe = context.replaceAll(/[^\w@+.-]/g, '-').slice(0, 100);
  if (safe === context && !/^\.*$/.test(context)) return context;
  const hash = createHash('sha256').update(context).digest('hex').slice(0, 8);
  return `${safe.replace(/^\.+$/, '')}-${hash}`;
}

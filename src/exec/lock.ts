import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { errorWord } from '../lib/error-code.ts';
import { UserError } from '../lib/errors.ts';
import { processStartTime } from './process-start-time.ts';

/** Who holds a lock. `pid` and `startTime` together name one process for ever, so that a stranger is never signalled. */
export interface LockOwner {
  readonly pid: number;
  /** From `processStartTime(pid)`. */
  readonly startTime: string;
  /** What runs, for the message to others, e.g. `the scheduler workshop-scheduler`. */
  readonly what: string;
  /** True when the user runs it in another terminal. Only a scheduler has this and what follows. */
  readonly attached?: boolean;
  readonly scheduler?: string;
  readonly mode?: string;
  readonly policy?: string;
  /** False: it does not count on its own decisions (`--no-assume`). */
  readonly assume?: boolean;
  /** The line that started it, where it is a program of the person's own. */
  readonly program?: string;
}

/** This process as an owner. */
export function ownerOf(pid: number, what: string): LockOwner {
  return { pid, startTime: processStartTime(pid) ?? '', what };
}

/**
 * The living owner. Undefined when there is no lock, it cannot be understood, its process is gone, or its pid now
 * belongs to a stranger.
 */
export function readLock(path: string): LockOwner | undefined {
  const owner = storedOwner(path);
  return owner && processStartTime(owner.pid) === owner.startTime ? owner : undefined;
}

/** Who took the lock and did not give it back, alive or not. */
export function lastOwner(path: string): LockOwner | undefined {
  return storedOwner(path);
}

/**
 * Takes the lock for `owner`; the returned function gives it back (and does nothing if it is no longer ours). Of several
 * that try at once exactly one gets it. A lock whose owner is dead is taken over.
 * Throws a `UserError` naming the living owner.
 */
export function takeLock(path: string, owner: LockOwner): () => void {
  const draft = `${path}.${String(owner.pid)}`;
  writeDraft(draft, owner);
  try {
    if (!created(draft, path)) takeOver(path, draft, owner);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (sameOwner(storedOwner(path), owner)) rmSync(path, { force: true });
  };
}

/**
 * A dead owner's lock is replaced only by who holds the guard: otherwise two that saw the same dead owner could each
 * remove a lock, the second one that of the first. The guard is a lock like any other, so a kill in between heals.
 */
function takeOver(path: string, draft: string, owner: LockOwner): void {
  refuseIfHeld(path);
  const release = takeLock(`${path}.guard`, owner);
  try {
    // given back meanwhile: whoever comes now needs no guard, so this must not replace anything
    while (!created(draft, path)) {
      refuseIfHeld(path);
      if (leftBehind(path)) {
        renameSync(draft, path);
        return;
      }
    }
  } finally {
    release();
  }
}

/**
 * There, and held by nobody alive: only a guard's holder can change that any more. The second look matters: between the
 * first one and the question about the process, its owner may have given it back and ended, and another taken it.
 */
function leftBehind(path: string): boolean {
  const first = storedText(path);
  return first !== undefined && readLock(path) === undefined && storedText(path) === first;
}

function refuseIfHeld(path: string): void {
  const holder = readLock(path);
  if (!holder) return;
  throw new UserError(`${holder.what} is running already (process ${String(holder.pid)})`, {
    next: `wait until it ends, or stop it: kill ${String(holder.pid)}`,
  });
}

/** A hard link appears with its whole content or not at all, and never over an existing file. */
function created(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorWord(error) === 'EEXIST') return false;
    throw notWritable(path, error);
  }
}

function writeDraft(draft: string, owner: LockOwner): void {
  try {
    writeFileSync(draft, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  } catch (error) {
    throw notWritable(draft, error);
  }
}

function storedOwner(path: string): LockOwner | undefined {
  const text = storedText(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isOwner(value) ? value : undefined;
  } catch {
    // cut short by a power cut: nobody holds it
    return undefined;
  }
}

function storedText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorWord(error) === 'ENOENT') return undefined;
    throw new UserError(`the lock ${path} cannot be read (${errorWord(error)})`, { cause: error });
  }
}

function isOwner(value: unknown): value is LockOwner {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'startTime' in value &&
    typeof value.startTime === 'string' &&
    'what' in value &&
    typeof value.what === 'string'
  );
}

function sameOwner(one: LockOwner | undefined, other: LockOwner): boolean {
  return one?.pid === other.pid && one.startTime === other.startTime;
}

function notWritable(path: string, error: unknown): UserError {
  return new UserError(`the lock ${path} cannot be written (${errorWord(error)})`, {
    next: 'make its folder writable or set XDG_STATE_HOME to a folder that is',
    cause: error,
  });
}

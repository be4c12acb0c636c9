import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

import { codeInBrackets, errorCode } from '../lib/error-code.ts';
import { UserError } from '../lib/errors.ts';
import type { JournalEntry, JournalFact } from './journal-entry.ts';
import { journalLines } from './journal-lines.ts';

/**
 * The journal while it is being written. One writer at a time (the workshop's lock sees to that), any number of readers.
 * Every method but `entries` throws a `UserError` naming the file when it cannot be written.
 */
export interface Journal {
  /** Writes one line; when it returns, a killed process loses nothing of it. Only `sync` protects from a power cut. */
  append(fact: JournalFact): JournalEntry;
  /** fsync: done at the end of each step. */
  sync(): void;
  /** Everything in the file, oldest first. */
  entries(): readonly JournalEntry[];
  close(): void;
}

/** Opens or creates the journal, cuts off a torn last line and goes on with the next `seq`. `now`: ms since the epoch. */
export function openJournal(path: string, now: () => number): Journal {
  const fd = guarded(path, () => openSync(path, 'a+', 0o600));
  const { entries: found, completeBytes } = guarded(path, () => journalLines(readFileSync(fd)));
  guarded(path, () => {
    if (fstatSync(fd).size > completeBytes) ftruncateSync(fd, completeBytes);
    syncFolder(dirname(path));
  });
  const entries = [...found];
  return {
    append(fact) {
      const entry: JournalEntry = {
        seq: (entries.at(-1)?.seq ?? 0) + 1,
        at: new Date(now()).toISOString(),
        ...fact,
      };
      guarded(path, () => {
        appendLine(fd, JSON.stringify(entry));
      });
      entries.push(entry);
      return entry;
    },
    sync: () => {
      guarded(path, () => {
        fsyncSync(fd);
      });
    },
    entries: () => [...entries],
    close: () => {
      closeSync(fd);
    },
  };
}

/** The entries of a journal that someone else may be writing just now. An absent file has none. */
export function readJournal(path: string): readonly JournalEntry[] {
  try {
    return journalLines(readFileSync(path)).entries;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new UserError(`the journal ${path} cannot be read`, {
      next: 'look at its permissions',
      cause: error,
    });
  }
}

/** All or nothing: half a line, as a full disk leaves it, would swallow the next entry. */
function appendLine(fd: number, line: string): void {
  const before = fstatSync(fd).size;
  const bytes = Buffer.from(`${line}\n`);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
  } catch (error) {
    ftruncateSync(fd, before);
    throw error;
  }
}

/** Makes the file's name itself survive a power cut. */
function syncFolder(folder: string): void {
  // Windows cannot open a folder, and does not need it
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function guarded<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const why = codeInBrackets(error);
    throw new UserError(`the journal ${path} cannot be written${why}`, {
      next: 'free some space or set XDG_STATE_HOME to a folder that is writable',
      cause: error,
    });
  }
}

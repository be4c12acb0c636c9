import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { gitIgnores } from './gitignore.ts';
import { isIgnoredFile, isIgnoredFolder } from './ignored.ts';
import type { ChangedFile } from './run-outputs.ts';

/** One file as it was seen. */
export interface SeenFile {
  /** Size, times and number: where these are as before, the file is not read. */
  readonly stamp: string;
  readonly hash: string;
  /** No text: nobody's editor wrote it. */
  readonly binary: boolean;
}

/** All files of a folder that a person may have written; paths below it, with `/`. */
export interface Scan {
  readonly files: ReadonlyMap<string, SeenFile>;
  /** Every folder that was looked into: `` is the folder itself. */
  readonly folders: readonly string[];
}

/** More folders or files are no small project: the rest is not seen. */
const MOST_FOLDERS = 500;
const MOST_FILES = 5_000;
/** Larger files are told apart by their stamp, and are no text. */
const MOST_BYTES = 4 * 1024 * 1024;
/** A text has no zero among them: git's rule, too. */
const FIRST_BYTES = 8_000;

export const NOTHING_SEEN: Scan = { files: new Map(), folders: [] };

/** Looks at the folder. What vanishes meanwhile is not there; an unreadable folder is empty. Rereads only what has another stamp than in `before`. */
export function scanFolder(root: string, before: Scan = NOTHING_SEEN): Scan {
  const files = new Map<string, SeenFile>();
  const folders: string[] = [];
  const waiting = [''];
  const isLeftOut = gitIgnores(textOf(join(root, '.gitignore')));
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const entries = entriesOf(join(root, folder));
    if (!entries) continue;
    folders.push(folder);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        const isOpen = !isIgnoredFolder(entry.name) && !isLeftOut(`${path}/`);
        if (isOpen && folders.length + waiting.length < MOST_FOLDERS) waiting.push(path);
      } else if (!isIgnoredFile(entry.name) && !isLeftOut(path) && files.size < MOST_FILES) {
        const seen = seenFile(join(root, path), before.files.get(path));
        if (seen) files.set(path, seen);
      }
    }
  }
  return { files, folders };
}

/** The files that are new, gone, or have another content. A file that was only touched, or saved as it was, is not among them. */
export function changedFiles(before: Scan, after: Scan): readonly ChangedFile[] {
  const gone = [...before.files].filter(([path]) => !after.files.has(path));
  const changed = [...after.files].filter(([path, { hash }]) => before.files.get(path)?.hash !== hash);
  return [...gone, ...changed].map(([path, { binary }]) => ({ path, binary }));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // removed, or not for us: nobody saves there
    return undefined;
  }
}

function seenFile(path: string, before: SeenFile | undefined): SeenFile | undefined {
  try {
    // of what a link points to; a folder behind a link is not gone into
    const { size, mtimeMs, ctimeMs, ino, mode } = statSync(path);
    const stamp = [size, mtimeMs, ctimeMs, ino, mode].join(' ');
    if (before?.stamp === stamp) return before;
    if (size > MOST_BYTES) return { stamp, hash: stamp, binary: true };
    const bytes = readFileSync(path);
    const binary = bytes.subarray(0, FIRST_BYTES).includes(0);
    return { stamp, hash: createHash('sha256').update(bytes).digest('base64'), binary };
  } catch {
    return undefined;
  }
}

import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeInBrackets, errorCode } from '../lib/error-code.ts';
import { UserError } from '../lib/errors.ts';
import type { JournalEntry } from '../workshop/journal-entry.ts';
import type { Evidence } from './evidence.ts';
import { evidenceJson } from './evidence-json.ts';
import { makeFolder } from '../lib/make-folder.ts';
import { MANIFEST, manifestText } from './manifest.ts';
import type { CollectedOutput } from './outputs.ts';
import { type DrawRecord, PICTURE, recordedPicture } from './picture.ts';
import { reportFiles } from './report-page/report-files.ts';
import { submission } from './submission.ts';

/** Everything that goes into a bundle. */
export interface BundleParts {
  readonly evidence: Evidence;
  readonly outputs: readonly CollectedOutput[];
  readonly journal: readonly JournalEntry[];
  /** The scheduler's log, if there is one. */
  readonly schedulerLog?: Uint8Array;
  readonly draw: DrawRecord;
}

/** Path → content of every file of the bundle, the manifest included. Pure. */
export function bundleFiles(parts: BundleParts): ReadonlyMap<string, Uint8Array> {
  const texts = new Map(parts.outputs.map(({ file, text }) => [file, text]));
  const files = new Map<string, Uint8Array>([
    ['SUBMISSION.md', Buffer.from(submission(parts.evidence, texts))],
    ['evidence.json', Buffer.from(evidenceJson(parts.evidence))],
    ['journal.jsonl', Buffer.from(parts.journal.map((entry) => `${JSON.stringify(entry)}\n`).join(''))],
    ...parts.outputs.map(({ file, text }) => [file, Buffer.from(text)] as const),
  ]);
  const picture = recordedPicture(parts.evidence, parts.journal, parts.draw);
  if (picture !== undefined) files.set(PICTURE, Buffer.from(picture));
  const log = Buffer.from(parts.schedulerLog ?? []).toString();
  const report = reportFiles({ evidence: parts.evidence, outputs: texts, journal: parts.journal, log });
  for (const [file, text] of report) files.set(file, Buffer.from(text));
  if (parts.schedulerLog) files.set('scheduler.log', parts.schedulerLog);
  return files.set(MANIFEST, Buffer.from(manifestText(files)));
}

/**
 * Writes the bundle as a new folder `<out>/<time>` and returns its path. It appears whole or not at all. A `UserError`
 * names the folder that cannot be written.
 */
export function writeBundle(out: string, parts: BundleParts): string {
  const name = parts.evidence.writtenAt.slice(0, 19).replaceAll(':', '-') + 'Z';
  const half = join(out, `.${name}.partial`);
  try {
    rmSync(half, { recursive: true, force: true });
    for (const [path, bytes] of bundleFiles(parts)) {
      makeFolder(dirname(join(half, path)));
      writeFileSync(join(half, path), bytes);
    }
    return moveToFreeName(half, join(out, name));
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    const code = codeInBrackets(error);
    throw new UserError(`the evidence folder ${out} cannot be written${code}`, {
      next: 'choose another one with --out',
      cause: error,
    });
  }
}

const TAKEN = new Set<unknown>(['ENOTEMPTY', 'EEXIST', 'EPERM']);

/** Two bundles of one second get a number; a folder with files in it is never written over. */
function moveToFreeName(from: string, wanted: string): string {
  for (let number = 1; ; number++) {
    const to = number === 1 ? wanted : `${wanted}-${number}`;
    try {
      renameSync(from, to);
      return to;
    } catch (error) {
      const taken = TAKEN.has(errorCode(error));
      if (!taken || number === 100) throw error;
    }
  }
}

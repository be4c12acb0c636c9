import { renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { create } from 'tar';
import { UserError } from '../lib/errors.ts';

/**
 * Packs a bundle's folder as `<folder>.tar.gz` beside it, so that there is one file to hand in; returns its path. The same files of the same
 * time give the same bytes: no owner, no time of packing is in it. `writtenAt` is the evidence's own time (RFC 3339). A `UserError` says where
 * it cannot be written.
 */
export async function archiveBundle(folder: string, writtenAt: string): Promise<string> {
  const file = `${folder}.tar.gz`;
  const half = `${file}.partial`;
  try {
    await create(
      { cwd: dirname(folder), file: half, gzip: { level: 9 }, portable: true, mtime: new Date(writtenAt) },
      [basename(folder)],
    );
    renameSync(half, file);
    return file;
  } catch (error) {
    rmSync(half, { force: true });
    throw new UserError(`the archive ${file} cannot be written`, {
      next: `hand in the folder ${folder} itself`,
      cause: error,
    });
  }
}

import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../lib/errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** What an export writes: path with `/` → content. */
export type ExportedFiles = ReadonlyMap<string, string | Uint8Array>;

/**
 * Writes an export into a folder, which is made where it is not there. One that holds something already is refused with a `UserError`, unless
 * `force`: then files of the same name are written over, and others stay. Scripts may be run.
 */
export function writeExport(
  folder: string,
  files: ExportedFiles,
  { force }: { readonly force: boolean },
): void {
  const isThere = existsSync(folder);
  if (isThere && !statSync(folder).isDirectory()) {
    throw new UserError(`${folder} is no folder`, { next: 'name a new one' });
  }
  if (isThere && !force && readdirSync(folder).length > 0) {
    throw new UserError(`the folder ${folder} is not empty`, {
      next: 'name a new one, or write over what is in it with --force',
    });
  }
  try {
    for (const [path, content] of files) {
      const file = join(folder, path);
      makeFolder(dirname(file));
      writeFileSync(file, content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
    }
  } catch (cause) {
    throw new UserError(`the folder ${folder} cannot be written`, { next: 'name another one', cause });
  }
}

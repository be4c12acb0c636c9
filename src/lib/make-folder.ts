import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './error-code.ts';

/**
 * Makes a folder and those above it that are missing, with this mode (less the umask). Throws the error of the first that cannot be made.
 * Not node's own `recursive`: where a parent answers ENOENT for its children, as /proc does, that tries for ever
 * (seen with Node 24.21).
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // another process was quicker
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

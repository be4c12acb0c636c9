import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes that this user can still write where a folder is or would be; undefined where that cannot be told. */
export function freeSpace(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : freeSpace(parent);
  }
}

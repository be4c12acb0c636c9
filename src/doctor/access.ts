import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What this user may do with a file or folder. */
export type Access = 'absent' | 'unreadable' | 'read-only' | 'writable';

/** Only asks: nothing is opened or made. */
export function accessOf(path: string): Access {
  if (!may(path, constants.F_OK)) return 'absent';
  if (!may(path, constants.R_OK)) return 'unreadable';
  return may(path, constants.W_OK) ? 'writable' : 'read-only';
}

/** The folder itself, or the nearest one above that is there: what decides whether it can be made. */
export function nearestThere(path: string): string {
  return may(path, constants.F_OK) || dirname(path) === path ? path : nearestThere(dirname(path));
}

/** Whether it is there and a folder. */
export function isFolder(path: string): boolean {
  return may(path, constants.F_OK) && statSync(path).isDirectory();
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

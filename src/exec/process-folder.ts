import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { processStartTime } from './process-start-time.ts';

/** Where process ids are not shared but the folder is, a living process may seem to be gone: what is young is left alone. */
const ABANDONED_MS = 3_600_000;

/**
 * A folder for this process alone, `NAME-PID-…` in the system's temporary one, which the caller removes. Those of the same name that
 * processes left behind which were killed more than an hour ago are removed first, as far as they may be.
 */
export function processFolder(name: string, now: number): string {
  removeAbandoned(name, now);
  return mkdtempSync(join(tmpdir(), `${name}-${String(process.pid)}-`));
}

/** Whether a process runs is asked last: on some systems that starts a program. */
function removeAbandoned(name: string, now: number): void {
  for (const entry of readdirSync(tmpdir())) {
    const pid = ownerOf(entry, name);
    const folder = join(tmpdir(), entry);
    if (pid !== undefined && isOld(folder, now) && processStartTime(pid) === undefined) remove(folder);
  }
}

function ownerOf(entry: string, name: string): number | undefined {
  if (!entry.startsWith(`${name}-`)) return undefined;
  const pid = /^(\d+)-\w{6}$/.exec(entry.slice(name.length + 1))?.[1];
  return pid === undefined ? undefined : Number(pid);
}

function isOld(folder: string, now: number): boolean {
  const entry = statSync(folder, { throwIfNoEntry: false });
  return entry !== undefined && now - entry.mtimeMs > ABANDONED_MS;
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // somebody else's
  }
}

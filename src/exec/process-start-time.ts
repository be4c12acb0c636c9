import { readFileSync } from 'node:fs';

import { procStat } from './proc-stat.ts';
import { runSync } from './run-sync.ts';

/**
 * When a process started, as an opaque text that is equal only for the same process: with the pid it tells a process
 * from a stranger that got its pid later. Undefined when no such process runs (a zombie does not run any more).
 */
export function processStartTime(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  switch (process.platform) {
    case 'linux':
      return fromProc(pid);
    case 'win32':
      return fromPowerShell(pid);
    default:
      return fromPs(pid);
  }
}

/** Clock ticks since boot are not enough: after a restart of the machine they repeat. Hence the boot's id. */
function fromProc(pid: number): string | undefined {
  const fields = procStat(pid);
  const state = fields?.[0];
  const ticks = fields?.[19];
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
  return `${bootId()}:${ticks}`;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // not to be read in some containers
    return 'boot';
  }
}

/** Local time and month names depend on the reader's settings: fix both. */
function fromPs(pid: number): string | undefined {
  const line = runSync(['ps', '-o', 'stat=,lstart=', '-p', String(pid)], { LC_ALL: 'C', TZ: 'UTC' });
  if (!line || line.startsWith('Z')) return undefined;
  return line.split(/\s+/).slice(1).join(' ');
}

function fromPowerShell(pid: number): string | undefined {
  const ask = `(Get-Process -Id ${String(pid)} -ErrorAction Stop).StartTime.ToFileTimeUtc()`;
  return runSync(['powershell', '-NoProfile', '-NonInteractive', '-Command', ask], {}) || undefined;
}

import { readFileSync } from 'node:fs';

import { runSync } from './run-sync.ts';

/** How much memory a process holds (resident set size), in bytes. Undefined when it is gone or the system does not tell. */
export function processMemory(pid: number): number | undefined {
  switch (process.platform) {
    case 'linux':
      return kibibytes(fromProc(pid));
    case 'win32':
      return bytes(fromPowerShell(pid));
    default:
      return kibibytes(runSync(['ps', '-o', 'rss=', '-p', String(pid)], { LC_ALL: 'C' }));
  }
}

function fromProc(pid: number): string | undefined {
  try {
    return /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  } catch {
    // no such process, or it ended while we read
    return undefined;
  }
}

function fromPowerShell(pid: number): string | undefined {
  const ask = `(Get-Process -Id ${String(pid)} -ErrorAction Stop).WorkingSet64`;
  return runSync(['powershell', '-NoProfile', '-NonInteractive', '-Command', ask], {});
}

function kibibytes(text: string | undefined): number | undefined {
  const number = bytes(text);
  return number === undefined ? undefined : number * 1024;
}

function bytes(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

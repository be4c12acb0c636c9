import { appendFileSync, copyFileSync, statSync, truncateSync } from 'node:fs';

/** When the log is longer, it begins anew, and the old one is kept beside it as `<path>.old`. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Appends lines with their times (`now`: milliseconds) to a file. A line that cannot be written, as on a full disk, is lost: what is
 * told of goes on. The file is emptied in place, for a process that writes to it may hold it open.
 */
export function logFile(path: string, now: () => number): (line: string) => void {
  let bytes = sizeOf(path);
  return (line) => {
    const text = `${new Date(now()).toISOString()} ${line}\n`;
    if (bytes > MOST_BYTES) {
      attempt(() => {
        copyFileSync(path, `${path}.old`);
      });
      attempt(() => {
        truncateSync(path);
      });
      bytes = 0;
    }
    attempt(() => {
      appendFileSync(path, text, { mode: 0o600 });
    });
    bytes += text.length;
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    // not there yet
    return 0;
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // a log is no reason to end
  }
}

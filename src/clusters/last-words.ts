import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 8192;
/** What Node prints below the sentence of an exception or a fatal error: it tells a person no more. */
const NOISE = /^$|^[\s\]})]|^-----|^Node\.js v/;

/**
 * What a process wrote into its log last, as one line: where that is a stack, its head. `begins` matches the line that it wrote when all
 * was well, after which its words count. Undefined when there is no log or nothing more in it.
 */
export function lastWords(log: string, begins: RegExp): string | undefined {
  const lines = tailOf(log).split('\n');
  const own = lines.slice(lines.findLastIndex((line) => begins.test(line)) + 1);
  return own.findLast((line) => !NOISE.test(line));
}

function tailOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const size = fstatSync(file).size;
      const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(file, bytes, 0, bytes.length, size - bytes.length);
      return bytes.toString('utf8');
    } finally {
      closeSync(file);
    }
  } catch {
    // no log, or nothing that we may read: it is not what was asked about
    return '';
  }
}

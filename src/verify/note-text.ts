import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../lib/errors.ts';

/** Nobody's reason is longer; a wrong file is. */
const LIMIT = 64 * 1024;

/** `--note TEXT|FILE`: the content of that file if there is one, else the text itself. A `UsageError` says what is wrong. */
export function noteText(value: string, cwd: string): string {
  const path = resolve(cwd, value);
  const isFile = !value.includes('\n') && value.length < 1024 && existsSync(path) && statSync(path).isFile();
  if (!isFile && /^\S+\.(md|txt|markdown)$/i.test(value)) {
    throw new UsageError(`there is no file ${value} for --note`, {
      next: 'give an existing file or the text itself',
    });
  }
  const text = isFile ? readFileSync(path, 'utf8').trim() : value.trim();
  if (text === '')
    throw new UsageError(`--note is empty`, { next: 'say in a sentence or two why you score like this' });
  if (text.length > LIMIT) {
    throw new UsageError(`the note has ${text.length} characters`, { next: `a note has at most ${LIMIT}` });
  }
  return text;
}

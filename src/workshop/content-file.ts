import { readFileSync } from 'node:fs';

import { UserError } from '../lib/errors.ts';

/** The text of a file of the content. A file that cannot be read is a UserError that names it; `wants` says who needs it. */
export function readContent(file: string, wants = 'a step'): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`${file}: ${wants} needs this file, and it cannot be read`, { cause });
  }
}

/** What is wrong with a file of the content, at which line, and which part of CONTRIBUTING.md helps. */
export function malformed(file: string, line: number, message: string, help: string): UserError {
  return new UserError(`${file}:${line}: ${message}`, { next: `CONTRIBUTING.md, ${help}` });
}

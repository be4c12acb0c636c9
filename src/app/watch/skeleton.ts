import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { codeInBrackets } from '../../lib/error-code.ts';
import { UserError } from '../../lib/errors.ts';
import {
  putBack,
  skeletonText,
  solutionText,
  solvedText,
  type TemplatePart,
} from '../../project/skeleton.ts';

/** A person's file, and the template that it was made of. */
export interface Skeleton {
  readonly folder: string;
  /** Below the folder. */
  readonly file: string;
  readonly parts: readonly TemplatePart[];
}

/** The lines, counted from 1, where the person's file says that something is to be written for a step. */
export function todoLines({ folder, file }: Skeleton, step: number): readonly number[] {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, at) => (line.includes(`TODO (step ${String(step)})`) ? [at + 1] : []));
}

/** The solution of a step; of one for which the skeleton left nothing open, the whole solved file. */
export function solutionOf({ file, parts }: Skeleton, step: number): string {
  const own = solutionText(parts, step);
  if (own !== undefined) return `In ${file}:\n\n${own}`;
  return `${nothingOpen(step)} Here is all of ${file} as it passes:\n\n${solvedText(parts)}`;
}

/**
 * Puts the skeleton's text back: that of a step, or the whole file. The text that was there is kept beside it. Resolves to what was done, in
 * one sentence; throws a `UserError` where it cannot be, and has changed nothing then.
 */
export function resetTo({ folder, file, parts }: Skeleton, step: number, whole: boolean): string {
  const path = join(folder, file);
  const own = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const text = whole ? skeletonText(parts) : stepText(own, parts, step, file);
  const kept = own === '' ? undefined : written(path, () => keep(folder, file, own));
  const draft = join(folder, `.${file}.tmp`);
  written(path, () => {
    writeFileSync(draft, text);
    renameSync(draft, path);
  });
  const what = whole ? file : `step ${String(step)} in ${file}`;
  return `${what} is as at the beginning${kept === undefined ? '' : `; yours is in ${kept}`}`;
}

function written<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    const code = codeInBrackets(cause);
    throw new UserError(`${path} cannot be written${code}`, {
      next: 'free some space, or look at its permissions',
      cause,
    });
  }
}

function stepText(own: string, parts: readonly TemplatePart[], step: number, file: string): string {
  const back = putBack(own, parts, step);
  if ('text' in back) return back.text;
  const next = 'w puts the whole file back';
  throw back.problem === 'nothing-open'
    ? new UserError(nothingOpen(step), { next })
    : new UserError(`${file} has no line "${back.above}" any more, below which this part stood`, { next });
}

function nothingOpen(step: number): string {
  return `The skeleton leaves nothing open for step ${String(step)}: what fails there is in what you wrote for the steps before, or changed elsewhere.`;
}

/** Under the first name that is free, which no compiler takes for source, and no watcher for a save. */
function keep(folder: string, file: string, text: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${file}.${String(number)}.bak`;
    if (existsSync(join(folder, name))) continue;
    writeFileSync(join(folder, name), text, { flag: 'wx' });
    return name;
  }
}

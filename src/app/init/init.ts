import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { errorCode } from '../../lib/error-code.ts';
import { shellLine } from '../../exec/shell-line.ts';
import { UsageError, UserError } from '../../lib/errors.ts';
import { makeFolder } from '../../lib/make-folder.ts';
import type { Language } from '../../project/project.ts';
import type { CliContext } from '../context.ts';
import { LANGUAGE_FACTS } from './languages.ts';
import { projectFiles } from './project-files.ts';

/** `kubectl minisched init`, as typed. */
export interface InitOptions {
  readonly folder: string;
  readonly lang: Language;
  /** With the parts written that are left open otherwise. */
  readonly solution: boolean;
}

/**
 * Writes a project of a person's own scheduler into a folder that is empty or not there yet, and says what to type next. A folder with
 * something in it is a UsageError, and stays as it is; a repository without a file (`.git`) counts as empty.
 */
export function initCommand({ cwd, root, stdout }: CliContext, options: InitOptions): void {
  const folder = resolve(cwd, options.folder);
  checkEmpty(folder, options.folder);
  const files = projectFiles(join(root, 'workshop'), options.lang, options.solution);
  try {
    for (const { name, text } of files) {
      makeFolder(dirname(join(folder, name)));
      writeFileSync(join(folder, name), text, { flag: 'wx' });
    }
  } catch (cause) {
    throw new UserError(`${options.folder} cannot be written`, { cause });
  }
  stdout.write(
    report(
      options,
      files.map(({ name }) => name),
    ),
  );
}

function checkEmpty(folder: string, typed: string): void {
  const found = entriesOf(folder, typed).filter((name) => name !== '.git');
  if (found.length === 0) return;
  throw new UsageError(
    `${typed} is not empty: ${found.slice(0, 3).join(', ')}${found.length > 3 ? ', …' : ''}`,
    {
      next: 'name a folder that is empty, or not there yet',
    },
  );
}

function entriesOf(folder: string, typed: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT') return [];
    const problem = code === 'ENOTDIR' ? 'is not a folder' : 'cannot be read';
    throw new UsageError(`${typed} ${problem}`, {
      cause,
      next: 'name a folder that is empty, or not there yet',
    });
  }
}

function report({ folder, lang, solution }: InitOptions, names: readonly string[]): string {
  const { title, install } = LANGUAGE_FACTS[lang];
  const [scheduler = '', readme = '', project = '', ...rest] = names;
  const width = Math.max(scheduler.length, project.length) + 2;
  const what: readonly (readonly [string, string])[] = [
    [
      scheduler,
      solution ? 'the scheduler, all of it written' : 'the scheduler; what is yours to write is marked TODO',
    ],
    [readme, 'how to run it, the exercises step by step, how to hand in'],
    [project, 'how it is built and started'],
  ];
  const next = [
    ...(folder === '.' ? [] : [`cd ${shellLine([folder])}`]),
    install,
    'kubectl minisched workshop watch                   # at each save: what is right, what is not yet, and a hint',
    'kubectl minisched workshop try                     # everything that a scheduler must be able to do, once',
    'kubectl minisched workshop run --scheduler-cmd .   # the workshop, with your scheduler',
  ];
  return [
    `A scheduler in ${title} is in ${folder === '.' ? 'this folder' : folder}:`,
    ...what.map(([name, text]) => `  ${name.padEnd(width)}${text}`),
    `  ${rest.join(', ')}`,
    '',
    'Next:',
    ...next.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

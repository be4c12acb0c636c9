import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { UserError } from '../../lib/errors.ts';
import type { Project } from '../../project/project.ts';
import { LANGUAGE_FACTS } from './languages.ts';

/** Throws a `UserError` with the line to type where the packages that a project needs are plainly not there: what its own language says of it fills a screen. */
export function refuseUninstalled({ folder, lang, run }: Project): void {
  if (!(MISSING[lang] ?? never)(folder, run)) return;
  throw new UserError('the packages that it needs are not installed yet', {
    next: `in its folder, in a terminal: ${LANGUAGE_FACTS[lang].install}`,
  });
}

const never = (): boolean => false;

/** go build says itself what to download. */
const MISSING: Readonly<Partial<Record<Project['lang'], (folder: string, run: string) => boolean>>> = {
  ts: (folder) => existsSync(join(folder, 'package.json')) && !isAbove(folder, 'node_modules'),
  python: (folder, run) => run.startsWith('.venv/') && !existsSync(join(folder, '.venv')),
};

/** Node looks for packages in all folders above, too. */
function isAbove(folder: string, name: string): boolean {
  if (existsSync(join(folder, name))) return true;
  const parent = dirname(folder);
  return parent !== folder && isAbove(parent, name);
}

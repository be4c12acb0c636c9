import { join } from 'node:path';

import { loadSteps, type Step } from '../../workshop/content.ts';
import type { CliContext } from '../context.ts';

/** The workshop's steps in the language that `--lang` or, without it, MINISCHED_LANG asks for; else in English. */
export function stepsFor({ root, env }: CliContext, lang: string | undefined): Step[] {
  return loadSteps(join(root, 'workshop'), lang ?? (env['MINISCHED_LANG'] || undefined));
}

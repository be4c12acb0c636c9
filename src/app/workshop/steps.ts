import { join } from 'node:path';

import { asciiStep } from '../../workshop/ascii.ts';
import { loadSteps, type Step } from '../../workshop/content.ts';
import type { CliContext } from '../context.ts';
import { isUtf8 } from './look.ts';

/** The workshop's steps in the language that `--lang` or, without it, MINISCHED_LANG asks for; else in English. In ASCII where the locale is not UTF-8. */
export function stepsFor({ root, env }: CliContext, lang: string | undefined): Step[] {
  const steps = loadSteps(join(root, 'workshop'), lang ?? (env['MINISCHED_LANG'] || undefined));
  return isUtf8(env) ? steps : steps.map(asciiStep);
}

import { Command, Option } from 'commander';

import type { CliContext } from '../app/context.ts';
import { type Language, LANGUAGES } from '../app/init/languages.ts';
import { UsageError } from '../lib/errors.ts';

interface InitFlags {
  readonly lang?: Language;
  readonly solution: boolean;
}

const EXAMPLES = `
Examples:
  # a project in a new folder
  kubectl minisched init my-scheduler --lang go

  # in this folder, which is empty
  kubectl minisched init . --lang python

  # how it can be done
  kubectl minisched init solved --lang ts --solution
`;

/** `kubectl minisched init`: a project for a scheduler of one's own. */
export function initCommandOf(context: CliContext): Command {
  return new Command('init')
    .description(
      'Begin a scheduler of your own: one readable file that runs, with the exercises, tests and a README.',
    )
    .argument('<folder>', 'where; it must be empty, or not there yet')
    .addOption(new Option('--lang <language>', 'what it is written in').choices(LANGUAGES))
    .option('--solution', 'with everything written that is left to you otherwise', false)
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, { lang, solution }: InitFlags) => {
      if (lang === undefined) throw noLanguage(folder);
      const { initCommand } = await import('../app/init/init.ts');
      initCommand(context, { folder, lang, solution });
    });
}

function noLanguage(folder: string): UsageError {
  return new UsageError('in which language?', {
    next: `add one of ${LANGUAGES.map((lang) => `--lang ${lang}`).join(', ')}: kubectl minisched init ${folder} --lang ${LANGUAGES[0]}`,
  });
}

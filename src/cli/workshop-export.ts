import { Command, Option } from 'commander';
import type { CliContext } from '../app/context.ts';
import type { ExportOptions } from '../app/export.ts';
import { withLanguage } from './workshop-flags.ts';

const EXAMPLES = `
Examples:
  # the workshop as pages: for reading, printing, a web server of your own
  kubectl minisched workshop export site --format html

  # a Killercoda scenario whose machines clone your repository
  kubectl minisched workshop export scenario --format killercoda --source https://example.org/me/kubectl-minisched.git

  # the same with this very program in it, and the second part of the workshop
  npm pack && kubectl minisched workshop export scenario --format killercoda --all --source kubectl-minisched-0.1.0.tgz
`;

/** `kubectl minisched workshop export DIR`: the steps in a form that others can host. */
export function exportCommand(context: CliContext): Command {
  return withLanguage(new Command('export'))
    .description('Write the workshop as a Killercoda scenario, or as static pages.')
    .argument('<dir>', 'the folder to write; it must be new or empty')
    .addOption(
      new Option('--format <format>', 'in which form').choices(['killercoda', 'html']).makeOptionMandatory(),
    )
    .option(
      '--source <where>',
      "killercoda: where its machines get this program from: a repository, the address of a .tgz, an npm package, or a .tgz file (default: package.json's or git's repository)",
    )
    .option('--all', 'killercoda: also the second part', false)
    .option('--force', 'write over files that are there; others stay', false)
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, flags: Omit<ExportOptions, 'folder'>) => {
      const { exportWorkshop } = await import('../app/export.ts');
      await exportWorkshop(context, { ...flags, folder });
    });
}

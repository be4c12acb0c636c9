import { Command, Option } from 'commander';
import { EXIT, UsageError } from '../lib/errors.ts';
import { addCommonOptions, addProviderOption, type CommonOptions, parseName } from './common-options.ts';
import { parseLine } from './workshop-flags.ts';
import type { ProviderName } from '../app/cluster/provider-name.ts';
import type { CliContext } from '../app/context.ts';
import type { OutputFormat } from '../app/document.ts';
import type { VerifyBundleOptions } from '../app/verify-bundle.ts';

interface VerifyFlags extends CommonOptions {
  readonly output?: OutputFormat | 'csv';
  readonly expect?: VerifyBundleOptions['expect'];
  readonly repo?: string;
  readonly note?: string;
  readonly out: string;
  readonly bundle?: readonly string[];
  readonly name: string;
  readonly provider: ProviderName;
  readonly schedulerName: string;
  readonly schedulerCmd?: string;
}

const EXAMPLES = `
Examples:
  # collect the evidence of the workshop in ./evidence
  kubectl minisched verify --note "fewest pods first, so that no node is a hot spot"

  # the same for programs
  kubectl minisched verify -o json

  # the same of a scheduler that you wrote, and beside it what it can do
  kubectl minisched verify --scheduler-cmd "go run ."

  # check a bundle that someone handed in, folder or .tar.gz; no cluster is needed
  kubectl minisched verify --bundle evidence/2026-01-31T10-00-00Z

  # a table of all that were handed in, with the doubtful ones marked; for a spreadsheet
  kubectl minisched verify --bundle submissions/ --expect kind
  kubectl minisched verify --bundle submissions/*.tar.gz -o csv > grades.csv
`;

/** `kubectl minisched verify`: evidence of what was done, or the check of somebody's evidence. */
export function verifyCommand(context: CliContext): Command {
  const command = new Command('verify')
    .description('Check what the workshop did and collect the evidence to hand in.')
    .option('--repo <address>', "the repository's address (default: git's remote origin)")
    .option('--note <text|file>', 'why your scheduler scores nodes as it does')
    .option('--out <folder>', "where the evidence's folder is made", 'evidence')
    .option(
      '--bundle <path...>',
      'check these bundles instead of a cluster: folders, .tar.gz files, or folders full of them',
    )
    .addOption(
      new Option('--expect <kind>', 'with --bundle: anything but this kind of cluster is doubtful').choices([
        'kind',
        'embedded',
        'other',
      ]),
    )
    .option('--name <name>', "the workshop cluster's name", parseName, 'sched-workshop')
    .option('--scheduler-name <name>', 'the scheduler whose work is proven', 'workshop-scheduler')
    .option(
      '--scheduler-cmd <line>',
      'also try what your own scheduler can do: a line for a shell, or a folder with minisched.yaml',
      parseLine,
    )
    .addHelpText('after', EXAMPLES);
  addProviderOption(command);
  command.addOption(
    new Option(
      '-o, --output <format>',
      'print the evidence as JSON or YAML; wide: of each check, what was expected and where it was seen; csv: with --bundle, a row for each',
    ).choices(['json', 'yaml', 'wide', 'csv']),
  );
  return addCommonOptions(command).action(async (flags: VerifyFlags) => {
    const ok = await (flags.bundle === undefined
      ? collect(context, flags)
      : check(context, flags, flags.bundle));
    context.setExitCode(ok ? EXIT.ok : EXIT.negative);
  });
}

async function collect(context: CliContext, { output, ...flags }: VerifyFlags): Promise<boolean> {
  if (output === 'csv' || flags.expect !== undefined) {
    throw new UsageError(`${output === 'csv' ? '-o csv' : '--expect'} is for bundles that were handed in`, {
      next: 'kubectl minisched verify --bundle FOLDER… -o csv',
    });
  }
  const { verify } = await import('../app/verify.ts');
  const { styleOf } = await import('../app/workshop/look.ts');
  return verify(context, {
    ...flags,
    ...(output === undefined ? {} : { output }),
    scheduler: flags.schedulerName,
    style: styleOf(context, flags.color),
  });
}

async function check(
  context: CliContext,
  { output, expect, color }: VerifyFlags,
  bundles: readonly string[],
): Promise<boolean> {
  const { verifyBundles } = await import('../app/verify-bundle.ts');
  const { styleOf } = await import('../app/workshop/look.ts');
  return verifyBundles(context, {
    bundles,
    ...(expect === undefined ? {} : { expect }),
    ...(output === undefined ? {} : { output }),
    style: styleOf(context, color),
  });
}

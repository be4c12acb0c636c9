import { Command } from 'commander';
import { EXIT } from '../lib/errors.ts';
import {
  addCommonOptions,
  addOutputOption,
  addProviderOption,
  type CommonOptions,
  parseName,
  type WithOutput,
} from './common-options.ts';
import type { ProviderName } from '../app/cluster/provider-name.ts';
import type { CliContext } from '../app/context.ts';

interface VerifyFlags extends CommonOptions, WithOutput {
  readonly repo?: string;
  readonly note?: string;
  readonly out: string;
  readonly bundle?: string;
  readonly name: string;
  readonly provider: ProviderName;
  readonly schedulerName: string;
}

const EXAMPLES = `
Examples:
  # collect the evidence of the workshop in ./evidence
  kubectl minisched verify --note "fewest pods first, so that no node is a hot spot"

  # the same for programs
  kubectl minisched verify -o json

  # check a bundle that someone handed in; no cluster is needed
  kubectl minisched verify --bundle evidence/2026-01-31T10-00-00Z
`;

/** `kubectl minisched verify`: evidence of what was done, or the check of somebody's evidence. */
export function verifyCommand(context: CliContext): Command {
  const command = new Command('verify')
    .description('Check what the workshop did and collect the evidence to hand in.')
    .option('--repo <address>', "the repository's address (default: git's remote origin)")
    .option('--note <text|file>', 'why your scheduler scores nodes as it does')
    .option('--out <folder>', "where the evidence's folder is made", 'evidence')
    .option('--bundle <folder>', 'check this bundle instead of a cluster')
    .option('--name <name>', "the workshop cluster's name", parseName, 'sched-workshop')
    .option('--scheduler-name <name>', 'the scheduler whose work is proven', 'workshop-scheduler')
    .addHelpText('after', EXAMPLES);
  addProviderOption(command);
  addOutputOption(command, 'the evidence', 'of each check, what was expected and where it was seen');
  return addCommonOptions(command).action(async (flags: VerifyFlags) => {
    const ok = await (flags.bundle === undefined
      ? collect(context, flags)
      : check(context, flags, flags.bundle));
    context.setExitCode(ok ? EXIT.ok : EXIT.negative);
  });
}

async function collect(context: CliContext, flags: VerifyFlags): Promise<boolean> {
  const { verify } = await import('../app/verify.ts');
  const { styleOf } = await import('../app/workshop/look.ts');
  return verify(context, {
    ...flags,
    scheduler: flags.schedulerName,
    style: styleOf(context, flags.color),
  });
}

async function check(context: CliContext, flags: VerifyFlags, bundle: string): Promise<boolean> {
  const { verifyBundle } = await import('../app/verify-bundle.ts');
  const { styleOf } = await import('../app/workshop/look.ts');
  return verifyBundle(context, {
    bundle,
    ...(flags.output === undefined ? {} : { output: flags.output }),
    style: styleOf(context, flags.color),
  });
}

import { Command, Option } from 'commander';

import type { CliContext } from '../app/context.ts';
import { PROVIDERS, type ProviderName } from '../app/cluster/provider-name.ts';
import {
  addCommonOptions,
  addOutputOption,
  type CommonOptions,
  parseName,
  type WithOutput,
} from './common-options.ts';
import { parseLine, parseStep } from './workshop-flags.ts';

interface TryFlags extends CommonOptions, WithOutput {
  readonly schedulerCmd?: string;
  readonly schedulerName?: string;
  readonly step: readonly number[];
  readonly only: readonly string[];
  readonly provider?: ProviderName;
  readonly name: string;
  readonly yes: boolean;
  readonly verbose: boolean;
}

const EXAMPLES = `
Examples:
  # the project in this folder (it has a minisched.yaml)
  kubectl minisched workshop try

  # any program; it is told $KUBECONFIG and $SCHEDULER_NAME
  kubectl minisched workshop try --scheduler-cmd 'go run .'

  # only what step 3 asks for, and what the program says meanwhile
  kubectl minisched workshop try --step 3 --verbose

  # on the workshop's kind cluster
  kubectl minisched workshop try --provider kind

Exit codes: 0 all passed, 1 one did not, or it does not build, 2 wrong command line, 3 it could not be done.
`;

/** `kubectl minisched workshop try`: a scheduler of one's own, tried from outside. */
export function tryCommandOf(context: CliContext): Command {
  const command = new Command('try')
    .description('Try a scheduler of your own: scenarios, and the usual mistakes by name.')
    .argument('[folder]', 'the folder of a project, which has a minisched.yaml (default: this one)')
    .option('--scheduler-cmd <line>', 'a line for a shell that starts your scheduler', parseLine)
    .option('--scheduler-name <name>', 'spec.schedulerName of its pods (default: workshop-scheduler)')
    .option('--step <step>', 'only what this step asks for; can be repeated', collectSteps, [])
    .option('--only <trial>', 'only this trial; can be repeated', collect, [])
    .addOption(
      new Option(
        '--provider <provider>',
        'a cluster that is there already, instead of a new embedded one',
      ).choices(PROVIDERS),
    )
    .option('--name <name>', 'name of the cluster, with --provider', parseName, 'sched-workshop')
    .option('-y, --yes', 'also taint nodes of a cluster that this program did not make', false)
    .option('--verbose', 'show what the program prints', false)
    .addHelpText('after', EXAMPLES);
  addOutputOption(command, 'the results', 'also what was seen where it passed, times, last lines');
  return addCommonOptions(command).action(async (folder: string | undefined, flags: TryFlags) => {
    const { tryCommand } = await import('../app/trials/try.ts');
    const { step, ...rest } = flags;
    await tryCommand(context, { ...rest, steps: step, ...(folder !== undefined && { folder }) });
  });
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function collectSteps(value: string, before: readonly number[]): number[] {
  return [...before, parseStep(value)];
}

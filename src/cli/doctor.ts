import { Command, Option } from 'commander';

import type { ProviderName } from '../app/cluster/provider-name.ts';
import type { CliContext } from '../app/context.ts';
import { type Language, LANGUAGES } from '../app/init/languages.ts';
import { addOutputOption, addProviderOption, type WithOutput } from './common-options.ts';

interface DoctorFlags extends WithOutput {
  readonly provider: ProviderName;
  readonly kubeconfig?: string;
  readonly image?: string;
  readonly lang?: Language;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  # a day before the class
  kubectl minisched doctor

  # for a scheduler of your own in Go, on kind
  kubectl minisched doctor --provider kind --lang go

  # for a room full of machines
  kubectl minisched doctor -o json
`;

/** `kubectl minisched doctor`: is this machine ready? */
export function doctorCommand(context: CliContext): Command {
  const command = new Command('doctor')
    .description(
      'Look at this machine before the class, change nothing, and say what to mend. Exit code 1 when the workshop cannot be done on it.',
    )
    .option('--kubeconfig <file>', 'path to the kubeconfig file to look at')
    .option('--image <image>', 'image of the kind nodes (also MINISCHED_NODE_IMAGE)')
    .addOption(
      new Option('--lang <language>', 'also the tools for a scheduler of your own').choices(LANGUAGES),
    )
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES);
  addProviderOption(command);
  return addOutputOption(command, 'the findings', 'what each would stand in the way of').action(
    async (flags: DoctorFlags) => {
      const { doctor } = await import('../app/doctor/doctor.ts');
      await doctor(context, flags);
    },
  );
}

import { Command } from 'commander';

import type { CliContext } from '../app/context.ts';
import { addLookOptions, type LookOptions } from './common-options.ts';
import { parseLine, parseStep } from './workshop-flags.ts';

interface WatchFlags extends LookOptions {
  readonly schedulerCmd?: string;
  readonly schedulerName?: string;
  readonly step?: number;
  readonly once: boolean;
  readonly tui: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  # the project in this folder, which kubectl minisched init made (? shows the keys)
  kubectl minisched workshop watch

  # any program; it is told $KUBECONFIG and $SCHEDULER_NAME
  kubectl minisched workshop watch --scheduler-cmd 'go run .'

  # one try of the current step, for scripts
  kubectl minisched workshop watch --once

How far you are is kept in .minisched/ of the folder. Where output is no terminal, lines are printed, and it goes on by itself when a
step passes.

Exit codes: 0 ended by you, or --once and all passed; 1 --once and something did not; 2 wrong command line; 3 it could not be done.
`;

/** `kubectl minisched workshop watch`: one's own scheduler, tried on each save. */
export function watchCommandOf(context: CliContext): Command {
  const command = new Command('watch')
    .description('Write a scheduler of your own: each save is built and tried, step by step, with hints.')
    .argument('[folder]', 'the folder of a project, which has a minisched.yaml (default: this one)')
    .option('--scheduler-cmd <line>', 'a line for a shell that starts your scheduler', parseLine)
    .option('--scheduler-name <name>', 'spec.schedulerName of its pods (default: workshop-scheduler)')
    .option('--step <step>', 'begin with this step', parseStep)
    .option('--once', 'try the current step once, and end with exit code 0 or 1', false)
    .option('--no-tui', 'print lines on a terminal, too')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXAMPLES);
  return addLookOptions(command).action(async (folder: string | undefined, flags: WatchFlags) => {
    const { watchCommand } = await import('../app/watch.ts');
    await watchCommand(context, { ...flags, ...(folder !== undefined && { folder }) });
  });
}

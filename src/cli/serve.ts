import { Command, Option } from 'commander';
import type { Policy } from '../scheduler/policy.ts';
import { TIE_BREAKS, type TieBreak } from '../scheduler/tie-break.ts';
import { addCommonOptions, addOutputOption, type CommonOptions, type WithOutput } from './common-options.ts';
import { addSchedulingOptions, type SchedulingOptions } from './scheduling-options.ts';
import type { CliContext } from '../app/context.ts';

interface ServeFlags extends CommonOptions, WithOutput, SchedulingOptions {
  readonly schedulerName: string;
  readonly policy: Policy;
  readonly printConfig: boolean;
  readonly tieBreak: TieBreak;
  /** False after `--no-assume`. */
  readonly assume: boolean;
  readonly mode: 'watch' | 'decide' | 'bind';
  readonly details: boolean;
  readonly logFormat: 'text' | 'json';
  readonly tui: boolean;
  readonly readonly: boolean;
  readonly ascii: boolean;
  readonly theme: (typeof THEMES)[number];
}

const THEMES = ['auto', 'dark', 'light', 'none'] as const;

const EXAMPLES = `
Examples:
  # schedule every pod that has schedulerName: workshop-scheduler, on the current context
  kubectl minisched serve

  # fill nodes one after the other instead, and show what each node was worth
  kubectl minisched serve --policy most-pods --details

  # what a policy is made of; change it and use it
  kubectl minisched serve --policy default --print-config > sched.yaml
  kubectl minisched serve --config sched.yaml

  # with a score of your own
  kubectl minisched serve --plugin ./my-score.ts

  # only show what it would do
  kubectl minisched serve --mode decide

  # on a terminal it is a full screen (? shows its keys); this prints lines instead
  kubectl minisched serve --no-tui
`;

/** `kubectl minisched serve`: the scheduler, until Ctrl-C. */
export function serveCommand(context: CliContext): Command {
  const command = new Command('serve')
    .description('Run the scheduler until Ctrl-C.')
    .option('--scheduler-name <name>', 'serve pods with this spec.schedulerName', 'workshop-scheduler')
    .option('--print-config', 'print the configuration, complete, and end', false)
    .addOption(choice('--tie-break <how>', 'which of equally good nodes', TIE_BREAKS, 'first'))
    .addOption(
      choice(
        '--mode <mode>',
        'only notice pods, decide without binding, or bind',
        ['watch', 'decide', 'bind'],
        'bind',
      ),
    )
    .option(
      '--no-assume',
      'count a pod on its node only when the watch says so: shows how a scheduler overcommits by its own speed',
    )
    .option('--details', "tell every node's verdict and score of each decision", false)
    .addOption(
      choice(
        '--log-format <format>',
        'lines for people, or one JSON object a line',
        ['text', 'json'],
        'text',
      ),
    )
    .option('--no-tui', 'print lines on a terminal, too, instead of the full screen')
    .option('--readonly', 'change nothing from the full screen: no pause, policy, cordon, taint', false)
    .option('--ascii', 'draw the full screen with ASCII signs only', false)
    .addOption(choice('--theme <theme>', 'colours of the full screen', THEMES, 'auto'))
    .addHelpText('after', EXAMPLES);
  addSchedulingOptions(command, 'least-pods');
  addOutputOption(command, 'each event', 'the same as --details');
  return addCommonOptions(command).action(async (flags: ServeFlags) => {
    const { serve } = await import('../app/serve.ts');
    await serve(context, { ...flags, ...logOf(flags), plugins: flags.plugin });
  });
}

/** kubectl's `-o` in terms of the flags that are ours. */
function logOf({ output, logFormat, details }: ServeFlags) {
  return {
    logFormat: output === 'json' || output === 'yaml' ? output : logFormat,
    details: details || output === 'wide',
  };
}

function choice<T extends string>(
  flags: string,
  description: string,
  values: readonly T[],
  fallback: T,
): Option {
  return new Option(flags, description).choices(values).default(fallback);
}

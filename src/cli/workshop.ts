import { Command, Option } from 'commander';

import type { CliContext } from '../app/context.ts';
import { wantsScreen } from '../app/screen/wants-screen.ts';
import type { WatchOverOptions } from '../app/workshop/own/watch-over.ts';
import { UsageError } from '../lib/errors.ts';
import { addLookOptions, addOutputOption, type WithOutput } from './common-options.ts';
import {
  type GuidedFlags,
  optionsOf,
  outputOf,
  parseStep,
  rangeOf,
  type RunFlags,
  withClusterOptions,
  withLanguage,
  withPlayOptions,
  withQuiz,
  type WorkshopFlags,
} from './workshop-flags.ts';
import { exportCommand } from './workshop-export.ts';
import { tryCommandOf } from './workshop-try.ts';
import { watchCommandOf } from './workshop-watch.ts';

const EXAMPLES = `
Alone on a terminal it is a full screen on which you go through the steps at your own pace. It takes the options of "run" (not --from,
--to, --verify), and --no-tui, --ascii and --theme as "serve" has them.

Examples:
  # go through the steps, each command when you say so (? shows the keys)
  kubectl minisched workshop

  # play everything that is not done yet; after an interruption it goes on
  kubectl minisched workshop run

  # the second part, too: resources, affinity, spread and bin-packing, a race, preemption, two schedulers, gangs
  kubectl minisched workshop run --all

  # one step alone, in a hurry
  kubectl minisched workshop step 5 --hold 5s

  # look whether step 4 is still true
  kubectl minisched workshop check 4

  # the questions that you might have after step 4; without a number all that you have not answered
  kubectl minisched workshop quiz 4

  # the steps in German
  kubectl minisched workshop --lang de

  # without Docker: on a cluster in a process of our own, its nodes simulated
  kubectl minisched workshop run --provider embedded

  # play with the scheduler that you run in another terminal
  kubectl minisched workshop run --attach

  # play with the scheduler that you wrote: the steps start and stop it, and judge what the cluster shows
  kubectl minisched workshop run --scheduler-cmd "go run ."

  # the scheduler of steps 4 to 6 as a Deployment in the kind cluster: stopping it is scaling it to 0
  kubectl minisched workshop run --to 6 --scheduler in-cluster --verify
`;

/** `kubectl minisched workshop …`: the steps, played on a real cluster. */
export function workshopCommand(context: CliContext): Command {
  return new Command('workshop')
    .description(
      'Play the workshop: seven steps on a cluster, from the mental model to taints, and seven more.',
    )
    .addHelpText('after', EXAMPLES)
    .addCommand(guidedCommand(context), { isDefault: true, hidden: true })
    .addCommand(listCommand(context))
    .addCommand(runCommand(context))
    .addCommand(stepCommand(context))
    .addCommand(quizCommand(context))
    .addCommand(checkCommand(context))
    .addCommand(tryCommandOf(context))
    .addCommand(watchCommandOf(context))
    .addCommand(statusCommand(context))
    .addCommand(resetCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(watchOverCommand(context), { hidden: true });
}

/** What `workshop` alone does: the guided mode on a terminal, elsewhere the overview. Its options are those of `workshop`. */
function guidedCommand(context: CliContext): Command {
  const command = withQuiz(withPlayOptions(new Command('guided')))
    .description('Go through the steps on a full screen.')
    .option('--no-tui', 'show the overview on a terminal, too');
  return addLookOptions(command)
    .argument('[words...]', 'no such subcommand')
    .action(async ([unknown]: readonly string[], flags: GuidedFlags, self: Command) => {
      const { terminal } = context;
      if (unknown !== undefined) refuse(self, unknown);
      if (!terminal || !wantsScreen(context, { ...flags, logFormat: 'text' }))
        return self.parent?.help({ error: true });
      const { guided } = await import('../app/workshop/guided.ts');
      await guided({ ...context, terminal }, { ...optionsOf(flags), ascii: flags.ascii, theme: flags.theme });
    });
}

/** Commander hands every word that is no subcommand to the default one. */
function refuse({ parent }: Command, word: string): never {
  const names = parent
    ?.createHelp()
    .visibleCommands(parent)
    .map((command) => command.name());
  throw new UsageError(`unknown command '${word}'`, { next: `there are: ${names?.join(', ') ?? ''}` });
}

function listCommand(context: CliContext): Command {
  return withLanguage(
    addOutputOption(new Command('list'), 'the steps', 'also what each checks, and its folder'),
  )
    .description('Show the steps there are.')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .action(async (flags: WithOutput & { color: boolean; lang?: string }) => {
      const { list } = await app();
      list(context, flags);
    });
}

function runCommand(context: CliContext): Command {
  return withQuiz(withPlayOptions(new Command('run')))
    .description('Play the steps that are not done yet, in order.')
    .option('--from <step>', 'begin with this step, done or not', parseStep)
    .option('--to <step>', 'end with this step', parseStep)
    .option('--all', 'also the second part: steps 7 to 14', false)
    .option('--verify', 'collect the evidence at the end', false)
    .action(async (flags: RunFlags) => {
      const { run, verifyAfter } = await app();
      const ok = await run(context, { ...optionsOf(flags), ...rangeOf(flags) });
      if (ok && flags.verify) await verifyAfter(context, optionsOf(flags));
    });
}

function stepCommand(context: CliContext): Command {
  return withQuiz(withPlayOptions(new Command('step')))
    .description('Play one step alone; what it needs is made first.')
    .argument('<step>', 'its number', parseStep)
    .action(async (number: number, flags: WorkshopFlags) => {
      const { step } = await app();
      await step(context, optionsOf(flags), number);
    });
}

function quizCommand(context: CliContext): Command {
  return withClusterOptions(new Command('quiz'))
    .description('Answer the questions that you might have after a step.')
    .argument('[step]', 'only those of this step', parseStep)
    .option('--again', 'also those that you have answered; the first answer is the one that counts', false)
    .action(async (number: number | undefined, flags: WorkshopFlags & { again: boolean }) => {
      const { quiz } = await import('../app/workshop/quiz.ts');
      const chosen = number === undefined ? {} : { step: number };
      await quiz(context, optionsOf(flags), { again: flags.again, ...chosen });
    });
}

function checkCommand(context: CliContext): Command {
  return addOutputOption(
    withClusterOptions(new Command('check')),
    'the checks',
    'all about each, true or not',
  )
    .description('Look whether what a step brought about is true now; changes nothing.')
    .argument('<step>', 'its number', parseStep)
    .action(async (number: number, flags: WithOutput & WorkshopFlags) => {
      const { check } = await app();
      await check(context, { ...optionsOf(flags), ...outputOf(flags) }, number);
    });
}

function statusCommand(context: CliContext): Command {
  return addOutputOption(
    withClusterOptions(new Command('status')),
    'the state',
    'also when each step began, and for how long',
  )
    .description('Show how far you are, and whether cluster and scheduler run.')
    .action(async (flags: WithOutput & WorkshopFlags) => {
      const { status } = await app();
      await status(context, { ...optionsOf(flags), ...outputOf(flags) });
    });
}

function resetCommand(context: CliContext): Command {
  return withPlayOptions(new Command('reset'))
    .description("Stop the scheduler and remove the workshop's pods, and what it left on nodes.")
    .option('--cluster', 'delete the cluster, too', false)
    .action(async (flags: WorkshopFlags & { cluster: boolean }) => {
      const { resetAll } = await app();
      await resetAll(context, { ...optionsOf(flags), cluster: flags.cluster });
    });
}

/** The process behind a scheduler of the person's own. */
function watchOverCommand(context: CliContext): Command {
  return new Command('watch-over')
    .description('Start a program, and print what can be seen of it from outside.')
    .requiredOption('--context <name>')
    .requiredOption('--kubeconfig <file>')
    .requiredOption('--scheduler-name <name>')
    .addOption(new Option('--mode <mode>').choices(['watch', 'decide', 'bind']).makeOptionMandatory())
    .requiredOption('--folder <folder>')
    .requiredOption('--line <line>')
    .action(async (flags: Omit<WatchOverOptions, 'scheduler'> & { readonly schedulerName: string }) => {
      const { watchOver } = await import('../app/workshop/own/watch-over.ts');
      await watchOver(context, { ...flags, scheduler: flags.schedulerName });
    });
}

/** Loaded only when a command runs, so that help is quick. */
function app(): Promise<typeof import('../app/workshop.ts')> {
  return import('../app/workshop.ts');
}

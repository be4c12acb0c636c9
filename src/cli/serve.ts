import { Command, InvalidArgumentError, Option } from 'commander';
import type { Policy } from '../scheduler/policy.ts';
import { TIE_BREAKS, type TieBreak } from '../scheduler/tie-break.ts';
import {
  addCommonOptions,
  addLookOptions,
  addOutputOption,
  type CommonOptions,
  type LookOptions,
  type WithOutput,
} from './common-options.ts';
import { addSchedulingOptions, type SchedulingOptions } from './scheduling-options.ts';
import type { CliContext } from '../app/context.ts';
import { parseAddress } from '../app/health/address.ts';
import type { HealthFlags } from '../app/health/serve-health.ts';
import {
  addLeaderElectionOptions,
  leaderElectionFlags,
  type LeaderElectionOptions,
} from './leader-election-options.ts';

interface ServeFlags
  extends CommonOptions, WithOutput, LookOptions, SchedulingOptions, LeaderElectionOptions, HealthFlags {
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
}

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

  # one of several copies works, the others wait; probes and Prometheus ask on port 10259
  kubectl minisched serve --leader-elect --serve-health 0.0.0.0:10259

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
    .addHelpText('after', EXAMPLES);
  addLookOptions(command);
  addSchedulingOptions(command, 'least-pods');
  addLeaderElectionOptions(command);
  addHealthOptions(command);
  addOutputOption(command, 'each event', 'the same as --details');
  return addCommonOptions(command).action(async (flags: ServeFlags) => {
    const { serve } = await import('../app/serve.ts');
    await serve(context, {
      ...flags,
      ...logOf(flags),
      plugins: flags.plugin,
      leaderElection: leaderElectionFlags(flags),
    });
  });
}

function addHealthOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--serve-health <address>',
        'serve /healthz, /livez, /readyz and /metrics, e.g. on 0.0.0.0:10259 (a port alone: on this machine only)',
      ).argParser(addressOf),
    )
    .option('--tls-cert-file <file>', 'serve them over HTTPS with this certificate (PEM)')
    .option('--tls-private-key-file <file>', 'and its key');
}

function addressOf(text: string) {
  const address = parseAddress(text);
  if (address) return address;
  throw new InvalidArgumentError(`"${text}" is not an address such as 0.0.0.0:10259 or 10259.`);
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

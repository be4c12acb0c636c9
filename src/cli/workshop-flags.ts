import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ProviderName } from '../app/cluster/provider-name.ts';
import { POLICIES, type Policy } from '../scheduler/policy.ts';
import {
  addCommonOptions,
  addProviderOption,
  type CommonOptions,
  type LookOptions,
  parseDuration,
  parseName,
  type WithOutput,
} from './common-options.ts';

/** What every command of the workshop that asks a cluster takes. */
export interface WorkshopFlags extends CommonOptions {
  readonly name: string;
  readonly provider: ProviderName;
  readonly image?: string;
  readonly schedulerName: string;
  readonly policy: Policy;
  readonly hold?: number;
  /** Where steps are not played, there is no such flag. */
  readonly scheduler?: 'local' | 'in-cluster';
  readonly schedulerCmd?: string;
  readonly attach: boolean;
  readonly yes: boolean;
  readonly lang?: string;
  /** Where nobody is asked, there is no such flag. */
  readonly quiz?: boolean;
}

/** What `workshop` alone takes. */
export interface GuidedFlags extends WorkshopFlags, LookOptions {
  readonly tui: boolean;
}

/** What `workshop run` takes. */
export interface RunFlags extends WorkshopFlags {
  readonly from?: number;
  readonly to?: number;
  readonly all: boolean;
  readonly verify: boolean;
}

/** Which cluster, whose pods, by which rules. */
export function withClusterOptions(command: Command): Command {
  command
    .option('--name <name>', 'name of the cluster', parseName, 'sched-workshop')
    .option('--scheduler-name <name>', 'spec.schedulerName of the pods', 'workshop-scheduler')
    .addOption(
      new Option('--policy <policy>', 'what makes a node good').choices(POLICIES).default('least-pods'),
    );
  return addCommonOptions(addProviderOption(withLanguage(command)));
}

/** In which language the steps speak. */
export function withLanguage(command: Command): Command {
  return command.option(
    '--lang <language>',
    "language of the steps' texts, e.g. de (also MINISCHED_LANG; default: en)",
  );
}

/** Whether the person is asked. */
export function withQuiz(command: Command): Command {
  return command.option('--no-quiz', 'ask no questions at the end of steps');
}

/** The same, and how steps are played. */
export function withPlayOptions(command: Command): Command {
  return withClusterOptions(command)
    .option('--image <image>', 'image of the kind nodes (also MINISCHED_NODE_IMAGE)')
    .option('--hold <duration>', 'wait so long where a step waits on purpose, e.g. 5s', parseDuration)
    .addOption(
      new Option(
        '--scheduler <where>',
        'the scheduler that steps start and stop: on this machine, or a Deployment',
      )
        .choices(['local', 'in-cluster'])
        .default('local'),
    )
    .option(
      '--scheduler-cmd <line>',
      'the scheduler that steps start and stop is your own: a line for a shell, or a folder with minisched.yaml',
      parseLine,
    )
    .option('--attach', 'use the scheduler that you run in another terminal', false)
    .option('-y, --yes', 'also taint and delete on a cluster that this program did not make', false);
}

/** The flags as the app takes them. */
export function optionsOf(flags: WorkshopFlags) {
  return {
    ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
    ...(flags.context === undefined ? {} : { context: flags.context }),
    ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
    requestTimeout: flags.requestTimeout,
    color: flags.color,
    name: flags.name,
    provider: flags.provider,
    ...(flags.image === undefined ? {} : { image: flags.image }),
    scheduler: flags.schedulerName,
    where: flags.scheduler ?? 'local',
    ...(flags.schedulerCmd === undefined ? {} : { schedulerCmd: flags.schedulerCmd }),
    policy: flags.policy,
    ...(flags.hold === undefined ? {} : { holdMs: flags.hold }),
    attach: flags.attach ?? false,
    yes: flags.yes ?? false,
    quiz: flags.quiz ?? false,
    ...(flags.lang === undefined ? {} : { lang: flags.lang }),
  };
}

/** `-o`, when it was said. */
export function outputOf({ output }: WithOutput): WithOutput {
  return output === undefined ? {} : { output };
}

/** Which steps are to be played. */
export function rangeOf({ from, to, all }: RunFlags) {
  return { all, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** A line for a shell. */
export function parseLine(text: string): string {
  if (text.trim() !== '' && !text.includes('\n')) return text.trim();
  throw new InvalidArgumentError('it is one line for a shell, or a folder.');
}

/** The number of a step. */
export function parseStep(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError(`"${text}" is not the number of a step.`);
  return Number(text);
}

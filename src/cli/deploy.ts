import { Command, InvalidArgumentError, Option } from 'commander';

import type { ProviderName } from '../app/cluster/provider-name.ts';
import type { CliContext } from '../app/context.ts';
import { POLICIES, type Policy } from '../scheduler/policy.ts';
import {
  addOutputOption,
  addProviderOption,
  parseName,
  requestTimeout,
  type WithOutput,
} from './common-options.ts';

interface TargetFlags {
  readonly name: string;
  readonly provider: ProviderName;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace: string;
  readonly requestTimeout: number;
  readonly schedulerName: string;
  readonly deploymentName?: string;
  readonly yes: boolean;
}

interface DeployFlags extends TargetFlags, WithOutput {
  readonly policy: Policy;
  readonly config?: string;
  readonly build: boolean;
  readonly base?: string;
  readonly image?: string;
  readonly replicas: number;
  readonly systemRole: boolean;
  readonly logFormat: 'text' | 'json';
  readonly mode: string;
  readonly dryRun: boolean;
  readonly remove: boolean;
}

const EXAMPLES = `
Examples:
  # what would be applied? Each RBAC rule is printed with its reason
  kubectl minisched deploy --dry-run -o yaml

  # build the image here, load it into the workshop's kind cluster, run two copies
  kubectl minisched deploy --build

  # the random scheduler, beside it
  kubectl minisched deploy --build --scheduler-name random-scheduler --policy random

  # on a cluster of yours, with an image of your registry
  kubectl minisched deploy --context my-cluster --image registry.example/minisched:1 --yes

  # who leads, and what was decided last; then away with it
  kubectl minisched deploy status
  kubectl minisched deploy --remove
`;

/** `kubectl minisched deploy`: the scheduler in the cluster instead of beside it. */
export function deployCommand(context: CliContext): Command {
  const command = withTarget(new Command('deploy'))
    .description(
      'Run the scheduler in the cluster: several copies of which one leads, with just the rights that it uses.',
    )
    .addOption(
      new Option('--policy <policy>', 'what makes a node good').choices(POLICIES).default('least-pods'),
    )
    .addOption(
      new Option(
        '--config <file>',
        'a KubeSchedulerConfiguration (v1, YAML or JSON) instead of a policy',
      ).conflicts('policy'),
    )
    .option('--build', 'build the image with Docker and load it into the nodes of the kind cluster', false)
    .option(
      '--base <image>',
      'what to build the image on (default: debian:12-slim on Linux, else node:24-slim)',
    )
    .addOption(new Option('--image <image>', 'an image that the nodes have or can pull').conflicts('build'))
    .option('--replicas <number>', 'copies, of which one leads', parseReplicas, 2)
    .option(
      '--system-role',
      "bind the cluster's own roles system:kube-scheduler and system:volume-scheduler, and add what they lack",
      false,
    )
    .addOption(new Option('--log-format <format>', 'of its log').choices(['text', 'json']).default('text'))
    .addOption(
      new Option('--mode <mode>', 'only notice pods, decide without binding, or bind')
        .choices(['watch', 'decide', 'bind'])
        .default('bind'),
    )
    .option('--dry-run', 'print what would be applied, and do nothing', false)
    .option('--remove', 'take away everything that was applied', false)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DeployFlags) => {
      if (flags.remove) {
        const { removeDeployment } = await import('../app/deploy/remove.ts');
        await removeDeployment(context, named(flags));
        return;
      }
      const { deploy } = await import('../app/deploy/deploy.ts');
      const { image, logFormat, mode, ...others } = flags;
      await deploy(context, {
        ...others,
        ...(image !== undefined && { schedulerImage: image }),
        flags: ['--log-format', logFormat, ...(mode === 'bind' ? [] : ['--mode', mode])],
      });
    });
  return addOutputOption(command, 'what would be applied (with --dry-run)', 'the same as yaml')
    .addCommand(statusCommand(context))
    .addCommand(followCommand(context), { hidden: true });
}

/** The process behind the workshop's scheduler when that runs in the cluster: the flags are those of `serve`. */
function followCommand(context: CliContext): Command {
  return new Command('follow')
    .description('Print the log of all copies until SIGTERM.')
    .option('--no-assume', 'they do not count on their own decisions')
    .action(async (_: object, command: Command) => {
      const flags: TargetFlags & {
        readonly policy: Policy;
        readonly config?: string;
        readonly mode: string;
        readonly assume: boolean;
      } = command.optsWithGlobals();
      const { followScheduler } = await import('../app/deploy/follow.ts');
      await followScheduler(context, {
        context: flags.context ?? '',
        kubeconfig: flags.kubeconfig ?? '',
        namespace: flags.namespace,
        scheduler: flags.schedulerName,
        mode: flags.mode,
        policy: flags.config === undefined ? flags.policy : 'custom',
        assume: flags.assume,
      });
    });
}

function statusCommand(context: CliContext): Command {
  return addOutputOption(withTarget(new Command('status')), 'the state', 'the same lines')
    .description(
      'Show who leads, what runs and what it decided last. Exit code 1 when nobody leads or a copy is not ready.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  kubectl minisched deploy status\n  kubectl minisched deploy status -o json\n',
    )
    .action(async (_: TargetFlags & WithOutput, command: Command) => {
      // what both have is read by whoever stands first on the line
      const flags: TargetFlags & WithOutput = command.optsWithGlobals();
      const { deployStatus } = await import('../app/deploy/status.ts');
      await deployStatus(context, named(flags));
    });
}

function named<T extends TargetFlags>(flags: T): T & { readonly deploymentName: string } {
  return { ...flags, deploymentName: flags.deploymentName ?? flags.schedulerName };
}

function withTarget(command: Command): Command {
  return addProviderOption(command)
    .option('--name <name>', 'name of the cluster that was made here', parseName, 'sched-workshop')
    .option('--kubeconfig <file>', 'path to the kubeconfig file to use')
    .option('--context <name>', 'the context of another cluster (needs --yes)')
    .option('-n, --namespace <name>', 'the namespace to run in', 'kube-system')
    .option('--scheduler-name <name>', 'serve pods with this spec.schedulerName', 'workshop-scheduler')
    .option('--deployment-name <name>', "name of the Deployment (default: the scheduler's)", parseName)
    .addOption(requestTimeout(10_000))
    .option('-y, --yes', 'also on a cluster that this program did not make', false)
    .option('--no-color', 'no colours (NO_COLOR does the same)');
}

function parseReplicas(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 10) return number;
  throw new InvalidArgumentError(`"${text}" is not a whole number from 0 to 10.`);
}

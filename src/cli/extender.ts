import { Command, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from '../app/context.ts';
import type { ExtenderFlags } from '../app/extender/extender.ts';
import type { Policy } from '../scheduler/policy.ts';
import { TIE_BREAKS } from '../scheduler/tie-break.ts';
import type { ProviderName } from '../app/cluster/provider-name.ts';
import { addCommonOptions, addProviderOption, type CommonOptions, parseName } from './common-options.ts';
import { addSchedulingOptions, type SchedulingOptions } from './scheduling-options.ts';

interface Flags extends CommonOptions, Omit<ExtenderFlags, 'plugins'>, Pick<SchedulingOptions, 'plugin'> {}

const EXAMPLES = `
Examples:
  # a kube-scheduler beside the cluster's own, whose scores are ours
  kubectl minisched extender --kubeconfig ~/.kube/config --print-config > extended.yaml
  kubectl minisched extender &
  kube-scheduler --config extended.yaml --secure-port 0

  # both in the workshop's kind cluster, in one pod
  kubectl minisched extender deploy --build

  # with a score of your own, by HTTPS
  kubectl minisched extender --plugin ./my-score.ts --tls-cert-file tls.crt --tls-private-key-file tls.key

Of a plugin, Filter and Score are asked; Reserve, Permit and PreBind have no place in the protocol.
`;

/** `kubectl minisched extender`: our plugins for a kube-scheduler, until Ctrl-C. */
export function extenderCommand(context: CliContext): Command {
  const command = new Command('extender')
    .description("Answer a kube-scheduler's questions (filter, prioritize, preempt, bind) until Ctrl-C.")
    .option(
      '--scheduler-name <name>',
      'the spec.schedulerName that this kube-scheduler serves',
      'extended-scheduler',
    )
    .option('--address <ip>', 'the address to listen at', '127.0.0.1')
    .addOption(
      new Option('--port <port>', 'the port to listen at; 0: any that is free')
        .argParser(parsePort)
        .default(8888),
    )
    .option('--tls-cert-file <file>', 'serve HTTPS with this certificate (PEM)')
    .option('--tls-private-key-file <file>', 'its key (PEM)')
    .option(
      '--url <url>',
      'where kube-scheduler finds the extender, for --print-config; default: where it listens',
    )
    .option('--print-config', "print kube-scheduler's configuration, and end", false)
    .addOption(
      new Option('--tie-break <how>', 'which of equally good nodes').choices(TIE_BREAKS).default('first'),
    )
    .addHelpText('after', EXAMPLES);
  addSchedulingOptions(command, 'least-pods');
  return addCommonOptions(command)
    .action(async (flags: Flags) => {
      const { extender } = await import('../app/extender/extender.ts');
      await extender(context, { ...flags, plugins: flags.plugin });
    })
    .addCommand(deployExtenderCommand(context));
}

interface DeployFlags {
  readonly name: string;
  readonly provider: ProviderName;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly requestTimeout: number;
  readonly schedulerName: string;
  readonly policy: Policy;
  readonly config?: string;
  readonly build: boolean;
  readonly base: string;
  readonly image?: string;
  readonly schedulerImage?: string;
  readonly goPlugin: boolean;
  readonly dryRun: boolean;
  readonly remove: boolean;
  readonly yes: boolean;
}

/** What the command above has too (`--policy`, `--config`, `--context` …) is read by whoever stands first on the line. */
function deployExtenderCommand(context: CliContext): Command {
  const command = new Command('deploy')
    .description('Run a second kube-scheduler in the cluster, of its own image, with the extender beside it.')
    .option('--name <name>', 'name of the cluster that was made here', parseName, 'sched-workshop')
    .option(
      '--build',
      'build the image of the extender with Docker and load it into the nodes of the kind cluster',
      false,
    )
    .option('--base <image>', 'what to build the image on', 'debian:12-slim')
    .addOption(
      new Option('--image <image>', 'an image of it that the nodes have or can pull').conflicts('build'),
    )
    .option(
      '--go-plugin',
      'no extender: build a kube-scheduler that has the policy least-pods compiled in (needs Go, takes minutes)',
      false,
    )
    .option('--scheduler-image <image>', "kube-scheduler's image (default: that of the cluster's own)")
    .option('--dry-run', 'print what would be applied, and do nothing', false)
    .option('--remove', 'take away everything that was applied', false)
    .option('-y, --yes', 'also on a cluster that this program did not make', false);
  return addProviderOption(command).action(async (_: object, self: Command) => {
    const { image, namespace = 'kube-system', ...flags }: DeployFlags = self.optsWithGlobals();
    const { deployExtender } = await import('../app/extender/deploy-extender.ts');
    await deployExtender(context, {
      ...flags,
      namespace,
      ...(image !== undefined && { extenderImage: image }),
    });
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError(`"${text}" is not a port from 0 to 65535.`);
}

import { Command, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from '../app/context.ts';
import type { Policy } from '../scheduler/policy.ts';
import { TIE_BREAKS, type TieBreak } from '../scheduler/tie-break.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { addSchedulingOptions, type SchedulingOptions } from './scheduling-options.ts';

interface Flags extends CommonOptions, SchedulingOptions {
  readonly schedulerName: string;
  readonly policy: Policy;
  readonly address: string;
  readonly port: number;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly url?: string;
  readonly tieBreak: TieBreak;
  readonly printConfig: boolean;
}

const EXAMPLES = `
Examples:
  # a kube-scheduler beside the cluster's own, whose scores are ours
  kubectl minisched extender --kubeconfig ~/.kube/config --print-config > extended.yaml
  kubectl minisched extender &
  kube-scheduler --config extended.yaml --secure-port 0

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
  return addCommonOptions(command).action(async (flags: Flags) => {
    const { extender } = await import('../app/extender/extender.ts');
    await extender(context, { ...flags, plugins: flags.plugin });
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError(`"${text}" is not a port from 0 to 65535.`);
}

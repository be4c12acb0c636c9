import { Argument, Command, InvalidArgumentError } from 'commander';

import type { ProviderName } from '../app/cluster/provider-name.ts';
import type { CliContext } from '../app/context.ts';
import {
  addOutputOption,
  addProviderOption,
  parseName,
  requestTimeout,
  type WithOutput,
} from './common-options.ts';

interface ClusterOptions {
  readonly provider: ProviderName;
  readonly kubeconfig?: string;
  readonly requestTimeout: number;
}

interface CreateFlags extends ClusterOptions {
  readonly workers?: number;
  readonly ephemeral: boolean;
  readonly image?: string;
  readonly preload: boolean;
}

const EXAMPLES = `
Examples:
  # a cluster without Docker, in a process of our own; kubectl works on it as on any other
  kubectl minisched cluster create --provider embedded
  kubectl get nodes

  # five thousand simulated nodes, kept in memory only
  kubectl minisched cluster create big --provider embedded --workers 5000 --ephemeral

  # what happens when a node goes silent?
  kubectl minisched cluster node stop sched-workshop-worker2

  # everything as it was before
  kubectl minisched cluster delete
`;

const CREATE_EXAMPLES = `
Examples:
  kubectl minisched cluster create --provider embedded
  kubectl minisched cluster create --provider kind --preload
  kubectl minisched cluster create big --provider embedded --workers 1000 --ephemeral
`;

const DELETE_EXAMPLES = `
Examples:
  kubectl minisched cluster delete
  kubectl minisched cluster delete big --provider embedded
`;

const STATUS_EXAMPLES = `
Examples:
  kubectl minisched cluster status
  kubectl minisched cluster status big -o json
`;

const NAME = 'sched-workshop';
const MOST_WORKERS = 10_000;

/** `kubectl minisched cluster …`: a cluster to play with. */
export function clusterCommand(context: CliContext): Command {
  return new Command('cluster')
    .description('Make a cluster to play with: in containers (kind), or in a process of our own (embedded).')
    .addHelpText('after', EXAMPLES)
    .addCommand(createCommand(context))
    .addCommand(deleteCommand(context))
    .addCommand(statusCommand(context))
    .addCommand(nodeCommand(context))
    .addCommand(serveCommand(context), { hidden: true });
}

function createCommand(context: CliContext): Command {
  return withCluster(new Command('create'))
    .description(
      'Make a cluster, or start it again with its data; one that is up is used as it is. An embedded one goes on in the background until it is deleted.',
    )
    .addArgument(nameArgument())
    .addHelpText('after', CREATE_EXAMPLES)
    .option(
      '--workers <number>',
      `workers of an embedded cluster, 0 to ${MOST_WORKERS} (default: 3)`,
      parseWorkers,
    )
    .option('--ephemeral', 'keep an embedded cluster in memory only', false)
    .option('--image <image>', 'image of the kind nodes (also MINISCHED_NODE_IMAGE)')
    .option(
      '--preload',
      'also load all images that the workshop needs, so that nothing is fetched later',
      false,
    )
    .action(async (name: string, flags: CreateFlags) => {
      const { createCluster } = await import('../app/cluster/create.ts');
      await createCluster(context, { ...flags, name });
    });
}

function deleteCommand(context: CliContext): Command {
  return withCluster(new Command('delete'))
    .description(
      'Delete a cluster that was made here, with its data, and restore the context that was current before.',
    )
    .addArgument(nameArgument())
    .addHelpText('after', DELETE_EXAMPLES)
    .action(async (name: string, flags: ClusterOptions) => {
      const { deleteCluster } = await import('../app/cluster/delete.ts');
      await deleteCluster(context, { ...flags, name });
    });
}

function statusCommand(context: CliContext): Command {
  return addOutputOption(withCluster(new Command('status')), 'the clusters', 'every node by its name')
    .description(
      'Show whether a cluster that was made here runs, was stopped or has crashed; of an embedded one also its address, process, memory, data and log. Exit code 1 when it is not well.',
    )
    .addArgument(nameArgument())
    .addHelpText('after', STATUS_EXAMPLES)
    .action(async (name: string, flags: ClusterOptions & WithOutput) => {
      const { clusterStatus } = await import('../app/cluster/status.ts');
      await clusterStatus(context, { ...flags, name });
    });
}

function nodeCommand(context: CliContext): Command {
  return new Command('node')
    .description("Silence a node's kubelet, or let it speak again.")
    .addCommand(
      nodeVerb('stop', 'Silence the kubelet of a node: it becomes NotReady, its pods are evicted.', context),
    )
    .addCommand(nodeVerb('start', 'Let the kubelet of a node speak again.', context));
}

function nodeVerb(verb: 'stop' | 'start', description: string, context: CliContext): Command {
  return withCluster(new Command(verb))
    .description(description)
    .argument('<node>', 'name of the node')
    .option('--name <name>', 'name of the cluster', parseName, NAME)
    .addHelpText(
      'after',
      `\nExamples:\n  kubectl minisched cluster node ${verb} ${NAME}-worker2\n  kubectl get nodes --watch\n`,
    )
    .action(async (node: string, flags: ClusterOptions & { readonly name: string }) => {
      const { startNode, stopNode } = await import('../app/cluster/node.ts');
      await (verb === 'stop' ? stopNode : startNode)(context, flags, node);
    });
}

/** The process behind an embedded cluster; for people only where something else keeps processes alive. */
function serveCommand(context: CliContext): Command {
  return new Command('run-embedded')
    .description('Serve an embedded cluster that was created until SIGTERM.')
    .addArgument(nameArgument())
    .action(async (name: string) => {
      const { runEmbedded } = await import('../app/cluster/run-embedded.ts');
      await runEmbedded(context, name);
    });
}

function withCluster(command: Command): Command {
  return addProviderOption(command)
    .option('--kubeconfig <file>', 'path to the kubeconfig file to use')
    .addOption(requestTimeout(10_000))
    .option('--no-color', 'no colours (NO_COLOR does the same)');
}

function nameArgument(): Argument {
  return new Argument('[name]', 'name of the cluster').argParser(parseName).default(NAME);
}

function parseWorkers(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= MOST_WORKERS) return number;
  throw new InvalidArgumentError(`"${text}" is not a whole number from 0 to ${MOST_WORKERS}.`);
}

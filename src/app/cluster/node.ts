import type { ClusterProvider } from '../../clusters/provider.ts';
import { UserError } from '../../lib/errors.ts';
import type { CliContext } from '../context.ts';
import { findMade } from './find.ts';
import { HIDDEN, shown } from './output.ts';
import { type ClusterAim, providerOf } from './providers.ts';

/** `cluster node stop`: the node's kubelet gives no sign of life any more. */
export async function stopNode(cli: CliContext, options: ClusterAim, node: string): Promise<void> {
  const provider = providerFor(cli, options);
  await provider.stopNode(node, callOf(cli, provider));
  cli.stdout.write(
    `The kubelet of ${node} is silent now. The cluster notices within a minute: kubectl get nodes -w\n`,
  );
}

/** `cluster node start`: it speaks again. */
export async function startNode(cli: CliContext, options: ClusterAim, node: string): Promise<void> {
  const provider = providerFor(cli, options);
  await provider.startNode(node, callOf(cli, provider));
  cli.stdout.write(`The kubelet of ${node} speaks again.\n`);
}

function providerFor(cli: CliContext, options: ClusterAim): ClusterProvider {
  const found = findMade(cli, options);
  if (!found) throw notThere(options.name);
  return providerOf(cli, found);
}

function callOf(cli: CliContext, { kind }: ClusterProvider) {
  return { signal: cli.signal, output: kind === 'embedded' ? HIDDEN : shown(cli) };
}

function notThere(name: string): UserError {
  return new UserError(`there is no cluster ${name} that was made here`, {
    next: `kubectl minisched cluster create ${name}`,
  });
}

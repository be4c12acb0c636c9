import { CLUSTER_KINDS, NAMESPACED_KINDS, selectorOf } from '../../deploy/deployment.ts';
import { UserError } from '../../lib/errors.ts';
import { shown } from '../cluster/output.ts';
import type { CliContext } from '../context.ts';
import { type DeployTarget, deployTarget, type TargetOptions } from './target.ts';

/** Which deployment. */
export interface RemoveOptions extends TargetOptions {
  readonly deploymentName: string;
  readonly namespace: string;
}

/**
 * `deploy --remove`: everything that `deploy` made for this name is gone, by its labels, and nothing else. First the copies end, so that
 * none of them writes to what is removed after it.
 */
export async function removeDeployment(cli: CliContext, options: RemoveOptions): Promise<void> {
  const target = await deployTarget(cli, options, { writes: true });
  const { deploymentName: name, namespace } = options;
  const ours = ['-l', selectorOf(name), '--ignore-not-found'];
  const here = ['-n', namespace, ...ours];
  await succeed(cli, target, ['delete', 'deployments', ...here, '--cascade=foreground', '--timeout=60s']);
  await succeed(cli, target, ['delete', NAMESPACED_KINDS.join(','), ...here]);
  await succeed(cli, target, ['delete', CLUSTER_KINDS.join(','), ...ours]);
  cli.stdout.write(`Nothing is left of ${name} on the cluster of ${target.context}.\n`);
}

async function succeed(cli: CliContext, { kubectl }: DeployTarget, args: readonly string[]): Promise<void> {
  const { exitCode, line } = await kubectl.run(args, { signal: cli.signal, output: shown(cli) });
  if (exitCode !== 0)
    throw new UserError(`\`${line}\` failed`, {
      next: 'what was removed is gone; run it again for the rest',
    });
}

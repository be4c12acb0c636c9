import type { ClusterProvider } from '../../clusters/provider.ts';
import { bindKubectl, type Kubectl } from '../../exec/kubectl.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { findMade } from '../cluster/find.ts';
import { HIDDEN } from '../cluster/output.ts';
import { type ClusterAim, providerOf, settle, type Settled } from '../cluster/providers.ts';
import type { CliContext } from '../context.ts';

/** The cluster that a scheduler is deployed to. */
export interface DeployTarget {
  readonly provider: ClusterProvider;
  readonly context: string;
  /** Bound to the context. */
  readonly kubectl: Kubectl;
  /** The name of the kind cluster; missing where images cannot be loaded into nodes. */
  readonly kindCluster?: string;
}

/** Which cluster, and whether the person confirmed that it may be written to. */
export interface TargetOptions extends ClusterAim {
  readonly yes: boolean;
}

/**
 * A cluster of ours (the one that `--name` and `--provider` mean), or one that was named with `--context`; with `writes` that one has to be
 * confirmed with `--yes`, never is it the one that happens to be current. Rejects with a `UserError` for none, and for an embedded cluster,
 * whose simulated nodes run no images.
 */
export async function deployTarget(
  cli: CliContext,
  options: TargetOptions,
  { writes }: { readonly writes: boolean },
): Promise<DeployTarget> {
  const found = await aimOf(cli, options);
  const provider = providerOf(cli, found);
  const { context } = provider;
  if (provider.kind === 'embedded') throw simulated(context);
  const status = await provider.status({ signal: cli.signal, output: HIDDEN });
  if (status.state === 'absent') throw noCluster(options);
  if (writes && !provider.owned && !options.yes) throw notOurs(context);
  const kindCluster = /^kind-(.+)$/.exec(context)?.[1];
  return {
    provider,
    context,
    kubectl: bindKubectl({
      env: cli.env,
      now: () => systemClock.now(),
      context,
      ...(options.kubeconfig !== undefined && { kubeconfig: options.kubeconfig }),
    }),
    ...(kindCluster !== undefined && { kindCluster }),
  };
}

async function aimOf(cli: CliContext, options: TargetOptions): Promise<Settled<TargetOptions>> {
  if (options.context !== undefined) return settle(cli, options);
  const made = findMade(cli, options);
  if (!made) throw noCluster(options);
  return made;
}

function simulated(context: string): UserError {
  return new UserError(
    `the nodes of ${context} are simulated: they start no images, so a scheduler cannot run in this cluster, only beside it`,
    {
      next: `kubectl minisched serve --context ${context}   (the same scheduler, in your terminal; deploy --dry-run prints what a real cluster would get)`,
    },
  );
}

function noCluster({ name, context }: TargetOptions): UserError {
  return context === undefined
    ? new UserError(`there is no cluster "${name}" that was made here`, {
        next: 'kubectl minisched cluster create --provider kind   (or name the context of another one: --context NAME --yes)',
      })
    : new UserError(`there is no cluster behind the context ${context}`, {
        next: 'kubectl config get-contexts   (shows those that there are)',
      });
}

function notOurs(context: string): UserError {
  return new UserError(`the cluster of context ${context} was not made by this program`, {
    next: 'add --yes if a scheduler may be deployed there (or removed); deploy --dry-run shows what that is',
  });
}

import type { Env } from '../exec/env.ts';
import { bindKubectl, type Kubectl } from '../exec/kubectl.ts';
import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import { naturalOrder } from '../lib/natural-order.ts';
import { nodeReadiness } from './node-readiness.ts';
import type { ClusterProvider, ClusterStatus } from './provider.ts';

export interface ExistingProviderOptions {
  /** As the user named it. */
  readonly context: string;
  /** The user's `--kubeconfig`; else `env.KUBECONFIG`, else kubectl's default. */
  readonly kubeconfig?: string;
  readonly env: Env;
  readonly clock: Clock;
}

/** A cluster that somebody else made and looks after: we look, and refuse to make, mend or remove anything of it. */
export function existingProvider(options: ExistingProviderOptions): ClusterProvider {
  const { context, kubeconfig, env, clock } = options;
  const kubectl = bindKubectl({
    env,
    now: () => clock.now(),
    context,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
  });
  const refuse = (verb: string) => (): Promise<never> => Promise.reject(notOurs(context, verb));
  return {
    kind: 'other',
    name: context,
    context,
    owned: false,
    status: ({ signal }) => status(kubectl, signal),
    create: refuse('create'),
    restart: refuse('restart'),
    delete: refuse('delete'),
    stopNode: refuse('stop a node of'),
    startNode: refuse('start a node of'),
  };
}

async function status(kubectl: Kubectl, signal: AbortSignal): Promise<ClusterStatus> {
  const seen = await nodeReadiness(kubectl, signal);
  if (!seen.answers) {
    return seen.unknownContext
      ? { state: 'absent' }
      : { state: 'unhealthy', problem: seen.problem, nodes: [] };
  }
  const nodes = seen.nodes.toSorted(naturalOrder);
  const { length } = seen.notReady;
  if (length === 0 && nodes.length > 0) return { state: 'healthy', nodes };
  const problem =
    nodes.length === 0
      ? 'it has no nodes'
      : `${String(length)} of ${String(nodes.length)} nodes not Ready: ${seen.notReady.join(', ')}`;
  return { state: 'unhealthy', problem, nodes };
}

function notOurs(context: string, verb: string): UserError {
  return new UserError(
    `cannot ${verb} the cluster behind the context ${context}: this program did not make it`,
    {
      next: 'do it with the tool that made it, or leave out --context to use a kind cluster of our own',
    },
  );
}

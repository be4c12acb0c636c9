import { join } from 'node:path';

import { bindDocker, type Docker, type NodeContainer } from '../exec/docker.ts';
import type { Env } from '../exec/env.ts';
import { bindKind, type Kind } from '../exec/kind.ts';
import { bindKubectl, type Kubectl } from '../exec/kubectl.ts';
import { naturalOrder } from '../lib/natural-order.ts';
import type { CommandResult } from '../exec/run.ts';
import type { Clock } from '../lib/clock.ts';
import { engineError } from './engine.ts';
import { MadeHere } from './made-here.ts';
import type { ProviderOptions } from './provider.ts';

export interface KindProviderOptions {
  /** The cluster's name; its context is `kind-<name>`. */
  readonly name: string;
  /** Path of `kind-config.yaml`. */
  readonly config: string;
  /** The node image; kind's own default when missing. */
  readonly image?: string;
  /** The user's `--kubeconfig`; else `env.KUBECONFIG`, else the default of kind and kubectl. */
  readonly kubeconfig?: string;
  /** The folder in which to remember what a later run must know: `StateFolder.path`. */
  readonly memory: string;
  readonly env: Env;
  readonly clock: Clock;
}

/** The tools that make up a kind cluster, bound to one. */
export interface KindParts extends KindProviderOptions {
  readonly context: string;
  readonly madeHere: MadeHere;
  /** The file that remembers which context was current. */
  readonly previousContext: string;
  readonly docker: Docker;
  readonly kind: Kind;
  /** Bound to the cluster's context. */
  readonly kubectl: Kubectl;
  /** Bound to no context: for the kubeconfig itself. */
  readonly plainKubectl: Kubectl;
}

export function kindParts(options: KindProviderOptions): KindParts {
  const { name, env, kubeconfig } = options;
  const now = (): number => options.clock.now();
  const context = `kind-${name}`;
  const file = kubeconfig === undefined ? {} : { kubeconfig };
  return {
    ...options,
    context,
    madeHere: new MadeHere(madeHereFile(options.memory)),
    previousContext: join(options.memory, 'previous-context'),
    docker: bindDocker({ env, now }),
    kind: bindKind({ name, env, now, ...file }),
    kubectl: bindKubectl({ env, now, context, ...file }),
    plainKubectl: bindKubectl({ env, now, ...file }),
  };
}

/** There as long as a cluster that this program made, in the state folder of its context. */
export function madeHereFile(memory: string): string {
  return join(memory, 'made-cluster');
}

/** The cluster's node containers in natural order. A silent engine is a `UserError`. */
export async function nodeContainers(
  parts: KindParts,
  options: Pick<ProviderOptions, 'signal'>,
): Promise<NodeContainer[]> {
  const { result, nodes } = await askEngine(parts, options);
  if (result.exitCode !== 0) throw engineError(parts.docker.tool, result);
  return nodes;
}

/** The same without a verdict on an engine that did not answer. The load balancer of several control planes is no node. */
export async function askEngine(
  parts: KindParts,
  { signal }: Pick<ProviderOptions, 'signal'>,
): Promise<{ readonly result: CommandResult; readonly nodes: NodeContainer[] }> {
  const { result, nodes } = await parts.docker.nodes(parts.name, { signal });
  const own = nodes.filter((node) => node.role !== 'external-load-balancer');
  if (result.exitCode === 0) parts.madeHere.saw(own);
  return { result, nodes: own.toSorted((one, other) => naturalOrder(one.name, other.name)) };
}

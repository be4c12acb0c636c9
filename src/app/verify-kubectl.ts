import type { CliContext } from './context.ts';
import { bindKubectl } from '../exec/kubectl.ts';
import { systemClock } from '../lib/clock.ts';
import type { RunKubectl } from '../verify/outputs.ts';
import { writePrivateKubeconfig } from '../workshop/private-kubeconfig.ts';
import { type StateFolder, prepareStateFolder } from '../workshop/state.ts';

/** Which cluster, and what `--kubeconfig` said. */
export interface ClusterChoice {
  readonly context: string;
  readonly namespace: string;
  readonly kubeconfig?: string;
}

/** How long one look may take. */
const LIMIT_MS = 60_000;

/** kubectl with a kubeconfig that knows this cluster only. */
export async function kubectlFor(
  cli: CliContext,
  { context, namespace, kubeconfig }: ClusterChoice,
  folder: StateFolder,
): Promise<RunKubectl> {
  const { env, signal } = cli;
  prepareStateFolder(folder);
  const config = await writePrivateKubeconfig({
    context,
    folder,
    env,
    now: () => systemClock.now(),
    signal,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
  });
  const kubectl = bindKubectl({
    env,
    now: () => systemClock.now(),
    kubeconfig: config.path,
    ...(config.isCurrent ? {} : { context }),
    ...(config.namespace === namespace ? {} : { namespace }),
  });
  return (args) => kubectl.run(args, { signal, timeoutMs: LIMIT_MS });
}

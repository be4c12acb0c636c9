import { rm } from 'node:fs/promises';

import { processFolder } from '../../exec/process-folder.ts';
import { openUpstream } from '../../kube/upstream.ts';
import { systemClock } from '../../lib/clock.ts';
import { type ClusterAim, contextOf, providerOf, settle } from '../cluster/providers.ts';
import { connectAs } from '../connect-as.ts';
import type { CliContext } from '../context.ts';
import type { OpenTrialCluster } from './embedded-trials.ts';

/** Which cluster that is there already. */
export interface NamedCluster extends ClusterAim {
  readonly requestTimeout: number;
  /** `--yes`: nodes may be tainted also where the cluster is somebody else's. */
  readonly yes: boolean;
}

/**
 * Connects to the cluster that the person named. Nodes are tainted only where this program made it, or `--yes` allows it. Rejects with a
 * `UserError` when nobody answers.
 */
export async function openNamedTrials(cli: CliContext, aim: NamedCluster): Promise<OpenTrialCluster> {
  const settled = await settle(cli, aim);
  const provider = providerOf(cli, settled);
  const output = { command: ignore, line: ignore };
  const status = await provider.status({ signal: cli.signal, output });
  const context = contextOf(settled);
  const source = { ...(aim.kubeconfig !== undefined && { kubeconfig: aim.kubeconfig }), context };
  const connection = await connectAs(cli, { ...source, requestTimeout: aim.requestTimeout });
  try {
    await connection.api.version({ signal: cli.signal });
    const { env, home } = cli;
    const upstream = await openUpstream({ ...source, env, home, clock: systemClock });
    const folder = processFolder('minisched-trials', systemClock.now());
    const isOurs = provider.owned && status.state !== 'absent';
    return {
      api: connection.api,
      upstream,
      where: `the cluster of context ${context}`,
      mayChangeNodes: isOurs || aim.yes,
      folder,
      async close() {
        await upstream.close();
        await connection.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function ignore(): void {
  // a question that shows nothing
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { writePrivately } from '../../clusters/embedded-files.ts';
import { serverAt } from '../../clusters/embedded-status.ts';
import { makeSecrets } from '../../embedded/pki/secrets.ts';
import { createLocalApi } from '../../embedded/local-api.ts';
import { startEmbeddedCluster } from '../../embedded/start-cluster.ts';
import { processFolder } from '../../exec/process-folder.ts';
import { kubeconfigText } from '../../kube/kubeconfig-text.ts';
import { openUpstream } from '../../kube/upstream.ts';
import { systemClock } from '../../lib/clock.ts';
import type { TrialCluster } from '../../trials/trial-cluster.ts';
import type { CliContext } from '../context.ts';

/** A cluster for trials, with a folder of their own. */
export interface OpenTrialCluster extends TrialCluster {
  readonly folder: string;
  /** Removes the folder, and the cluster where it was made for this. */
  close(): Promise<void>;
}

const NAME = 'trials';
const WORKERS = 3;
const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters'] };

/** Starts an embedded cluster in this process, in memory: there as long as it is not closed, and for any number of runs one after the other. */
export async function openEmbeddedTrials({ env, home }: CliContext): Promise<OpenTrialCluster> {
  const folder = processFolder('minisched-trials', systemClock.now());
  const secrets = await makeSecrets({ now: systemClock.now() });
  const cluster = await startEmbeddedCluster({
    name: NAME,
    workers: WORKERS,
    secrets,
    port: 0,
    clock: systemClock,
    random: Math.random,
    log: () => {
      // what matters of it is seen in the cluster
    },
  });
  const kubeconfig = join(folder, 'admin.conf');
  const { ca, admin } = secrets;
  writePrivately(
    kubeconfig,
    kubeconfigText({ name: NAME, server: serverAt(cluster.port), ca: ca.cert, ...admin }),
  );
  const upstream = await openUpstream({ env, home, kubeconfig, clock: systemClock });
  return {
    api: createLocalApi(cluster.verbs, { user: ADMIN, manager: 'kubectl-minisched' }),
    upstream,
    where: `an embedded cluster of its own (${String(WORKERS)} workers, simulated; gone afterwards)`,
    mayChangeNodes: true,
    folder,
    async close() {
      await upstream.close();
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

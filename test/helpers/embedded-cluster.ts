import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeSecrets, type ClusterSecrets } from '../../src/embedded/pki/secrets.ts';
import {
  startEmbeddedCluster,
  type EmbeddedCluster,
  type EmbeddedOptions,
} from '../../src/embedded/start-cluster.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { kubeconfig } from './real-api-server.ts';

/** An embedded cluster in this process, in memory, that answers on a port of its own. */
export interface EmbeddedServer extends EmbeddedCluster {
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  /** The administrator's. */
  readonly token: string;
  readonly kubeconfigPath: string;
  readonly folder: string;
  readonly secrets: ClusterSecrets;
  readonly logged: readonly string[];
}

/** Without nodes unless `workers` are asked for. `close` also removes its folder. */
export async function startEmbedded(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'minisched-embedded-'));
  const secrets = options.secrets ?? (await makeSecrets({ now: Date.now() }));
  const logged: string[] = [];
  const cluster = await startEmbeddedCluster({
    name: 'test',
    port: 0,
    clock: systemClock,
    random: Math.random,
    log: (line) => logged.push(line),
    ...options,
    secrets,
  });
  const server = `https://127.0.0.1:${String(cluster.port)}`;
  const kubeconfigPath = join(folder, 'kubeconfig');
  await writeFile(kubeconfigPath, kubeconfig(server, secrets.token, Buffer.from(secrets.ca.cert)));
  return {
    ...cluster,
    server,
    token: secrets.token,
    kubeconfigPath,
    folder,
    secrets,
    logged,
    async close() {
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

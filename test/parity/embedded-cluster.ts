import { join } from 'node:path';

import { makeSecrets } from '../../src/embedded/pki/secrets.ts';
import { startEmbeddedCluster } from '../../src/embedded/start-cluster.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Target } from './target.ts';

/** Our own server with its controllers and, as the recorded control plane, without kubelets, nodes and scheduler. */
export async function startEmbeddedTarget(assets: string, log: (line: string) => void): Promise<Target> {
  const secrets = await makeSecrets({ now: Date.now() });
  const cluster = await startEmbeddedCluster({
    name: 'parity',
    secrets,
    port: 0,
    run: { kubelets: false, scheduler: false },
    clock: systemClock,
    random: Math.random,
    log,
  });
  return {
    name: 'the embedded cluster',
    server: `https://127.0.0.1:${cluster.port}`,
    token: secrets.token,
    kubectl: join(assets, 'kubectl'),
    patienceMs: 10_000,
    stop: () => cluster.close(),
  };
}

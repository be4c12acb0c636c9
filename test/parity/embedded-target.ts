import { join } from 'node:path';

import { startEmbedded } from '../helpers/embedded-cluster.ts';
import type { Target } from './target.ts';

/** Our own server with its controllers and, as the recorded control plane, without kubelets, nodes and scheduler. */
export async function startEmbeddedTarget(assets: string, log: (line: string) => void): Promise<Target> {
  const cluster = await startEmbedded({ run: { kubelets: false, scheduler: false }, log });
  return {
    name: 'the embedded cluster',
    server: cluster.server,
    token: cluster.token,
    kubectl: join(assets, 'kubectl'),
    patienceMs: 10_000,
    stop: () => cluster.close(),
  };
}

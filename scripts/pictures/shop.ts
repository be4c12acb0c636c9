import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { NODES, PODS } from '../../src/api/resources.ts';
import { createLocalApi } from '../../src/embedded/local-api.ts';
import { pod, type PodBuilder } from '../../test/helpers/builders.ts';
import { startEmbedded } from '../../test/helpers/embedded-cluster.ts';
import { kubeconfig } from '../../test/helpers/real-api-server.ts';

/** Shown on the screen, so it is always the same. */
const PORT = 16443;

/** A small cluster of a web shop, with some pods on it that nobody has to decide on. */
export interface Shop extends AsyncDisposable {
  readonly kubeconfigPath: string;
  /** Creates a pod of ours. */
  order(name: string, cpu: string, memory: string): Promise<void>;
  /** Taints and cordons, as for works on the nodes. */
  closeNodes(): Promise<void>;
}

/** Starts it in this process, in memory. */
export async function openShop(folder: string): Promise<Shop> {
  const cluster = await startEmbedded({ name: 'shop', workers: 4, port: PORT });
  const user = { name: 'admin', groups: ['system:masters'] };
  const api = createLocalApi(cluster.verbs, { user, manager: 'kubectl' });
  const kubeconfigPath = join(folder, 'kubeconfig');
  const ca = Buffer.from(cluster.secrets.ca.cert);
  writeFileSync(kubeconfigPath, kubeconfig(cluster.server, cluster.token, ca, 'embedded-shop'));
  await furnish(api);
  return {
    kubeconfigPath,
    async order(name, cpu, memory) {
      await create(api, pod(name).scheduler('workshop-scheduler').requests({ cpu, memory }));
    },
    async closeNodes() {
      const works = { key: 'works', value: 'planned', effect: 'NoSchedule' };
      await api.patch(NODES, { name: 'shop-worker' }, { spec: { taints: [works] } });
      await api.patch(NODES, { name: 'shop-worker2' }, { spec: { unschedulable: true } });
      await api.patch(NODES, { name: 'shop-worker3' }, { spec: { taints: [works] } });
    },
    [Symbol.asyncDispose]: () => cluster.close(),
  };
}

/** Zones, a node that is kept for some, and what runs already. */
async function furnish(api: ClusterApi): Promise<void> {
  for (const [at, name] of ['shop-worker', 'shop-worker2', 'shop-worker3', 'shop-worker4'].entries())
    await api.patch(
      NODES,
      { name },
      { metadata: { labels: { 'topology.kubernetes.io/zone': at % 2 === 0 ? 'eu-1a' : 'eu-1b' } } },
    );
  const reserved = { key: 'gpu', value: 'true', effect: 'NoSchedule' };
  await api.patch(NODES, { name: 'shop-worker4' }, { spec: { taints: [reserved] } });
  const running: readonly (readonly [string, string, string, string])[] = [
    ['postgres-0', 'shop-worker', '1500m', '6Gi'],
    ['redis-0', 'shop-worker2', '1', '7Gi'],
    ['search-0', 'shop-worker3', '2', '9Gi'],
    ['train-0', 'shop-worker4', '3500m', '15Gi'],
  ];
  for (const [name, node, cpu, memory] of running)
    await create(api, pod(name).on(node).tolerate().requests({ cpu, memory }));
}

async function create(api: ClusterApi, builder: PodBuilder): Promise<void> {
  const { metadata, spec } = builder.build();
  await api.create(PODS, { metadata: { name: metadata.name, namespace: 'default' }, spec });
}

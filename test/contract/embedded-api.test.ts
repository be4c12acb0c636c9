import { connect } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { startEmbedded } from '../helpers/embedded-cluster.ts';
import { clusterApiContract } from './cluster-api.ts';

clusterApiContract('HttpApi on the embedded cluster', async () => {
  const cluster = await startEmbedded({ run: { kubelets: false, scheduler: false } });
  const { kubeconfigPath: kubeconfig, folder: home } = cluster;
  const { api, close } = await connect({ kubeconfig, env: {}, home, clock: systemClock });
  return {
    api,
    expire: async () => {
      cluster.store.compact();
    },
    stop: async () => {
      await close();
      await cluster.close();
    },
  };
});

import { systemClock } from '../../src/lib/clock.ts';
import { connect } from '../../src/kube/connect.ts';
import { clusterApiContract } from '../contract/cluster-api.ts';
import { startRealApiServer } from '../helpers/real-api-server.ts';
import { missing } from '../helpers/require-tools.ts';

clusterApiContract(
  'HttpApi on a real kube-apiserver',
  async () => {
    const real = await startRealApiServer();
    const { api, close } = await connect({
      kubeconfig: real.kubeconfigPath,
      env: {},
      home: real.folder,
      clock: systemClock,
    });
    return {
      api,
      expire: () => real.expire(),
      stop: async () => {
        await close();
        await real.stop();
      },
    };
  },
  missing('etcd', 'kube-apiserver'),
);

/**
 * `npm run bench`: how fast pods are placed on a real API server, ours and kube-scheduler in turn, on the same nodes and
 * pods (500 nodes of 4 CPU, 32 Gi, 110 pods; 2,000 pods of 100m, 500Mi). Prints rate, CPU time and the ratios. Needs
 * the programs of $KUBEBUILDER_ASSETS and Linux (CPU times are read from /proc).
 *
 *     npm run bench -- --nodes 500 --pods 2000 --rounds 3
 */
import { parseArgs } from 'node:util';
import { connect } from '../src/kube/connect.ts';
import { systemClock } from '../src/lib/clock.ts';
import { startRealApiServer } from '../test/helpers/real-api-server.ts';
import { missing } from '../test/helpers/require-tools.ts';
import { createNode, drain, print, type Result, SCHEDULER, startOurs } from './drain.ts';
import { inParallel, median } from './measure.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '500' },
    pods: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
  },
});
const NODE_COUNT = Number(values.nodes);
const POD_COUNT = Number(values.pods);
const ROUNDS = Number(values.rounds);

if (missing('etcd', 'kube-apiserver', 'kube-scheduler')) process.exit(3);
const flags = ['--max-requests-inflight=3000', '--max-mutating-requests-inflight=1000'];
const server = await startRealApiServer(flags);
const connection = await connect({
  kubeconfig: server.kubeconfigPath,
  env: {},
  home: '/',
  clock: systemClock,
});
try {
  const { api } = connection;
  await inParallel(NODE_COUNT, (number) => createNode(api, number));
  const results: { ours: Result; peer: Result }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await drain(api, POD_COUNT, () =>
      Promise.resolve([startOurs(['serve', '--kubeconfig', server.kubeconfigPath])]),
    );
    const peer = await drain(api, POD_COUNT, async () => [await server.startScheduler(SCHEDULER)]);
    print('ours          ', ours);
    print('kube-scheduler', peer);
    results.push({ ours, peer });
  }
  const rates = results.map(({ ours, peer }) => ours.podsPerSecond / peer.podsPerSecond);
  const cpus = results.map(({ ours, peer }) => ours.cpuSeconds / peer.cpuSeconds);
  process.stdout.write(
    `ours / kube-scheduler, median of ${ROUNDS}: rate ${median(rates)}, CPU ${median(cpus)}\n`,
  );
} finally {
  await connection.close();
  await server.stop();
}

/**
 * `npm run bench`: how fast pods are placed on a real API server, ours and kube-scheduler in turn, on the same nodes and
 * pods (500 nodes of 4 CPU, 32 Gi, 110 pods; 2,000 pods of 100m, 500Mi). Prints rate, CPU time and the ratios. Needs
 * the programs of $KUBEBUILDER_ASSETS and Linux (CPU times are read from /proc).
 *
 *     npm run bench -- --nodes 500 --pods 2000 --rounds 3 --policy default
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ClusterApi } from '../src/api/cluster-api.ts';
import { EVENTS, NODES, PODS } from '../src/api/resources.ts';
import { connect } from '../src/kube/connect.ts';
import { systemClock } from '../src/lib/clock.ts';
import { node, pod } from '../test/helpers/builders.ts';
import { eventually } from '../test/helpers/eventually.ts';
import { type RealApiServer, startRealApiServer } from '../test/helpers/real-api-server.ts';
import { missing } from '../test/helpers/require-tools.ts';
import { cpuSecondsOf, inParallel, median } from './measure.ts';

const MAIN = fileURLToPath(new URL('../dist/kubectl-minisched.js', import.meta.url));

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '500' },
    pods: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
    policy: { type: 'string', default: 'default' },
  },
});
const NODE_COUNT = Number(values.nodes);
const POD_COUNT = Number(values.pods);
const ROUNDS = Number(values.rounds);

interface Result {
  readonly podsPerSecond: number;
  readonly cpuSeconds: number;
  readonly events: number;
}

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
  await inParallel(NODE_COUNT, (number) => createNode(connection.api, number));
  const results: { ours: Result; peer: Result }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await drain(connection.api, () => startOurs(server));
    const peer = await drain(connection.api, () => server.startScheduler('workshop-scheduler'));
    print('ours          ', ours);
    print('kube-scheduler', peer);
    results.push({ ours, peer });
  }
  const rates = results.map(({ ours, peer }) => ours.podsPerSecond / peer.podsPerSecond);
  const cpus = results.map(({ ours, peer }) => ours.cpuSeconds / peer.cpuSeconds);
  process.stdout.write(
    `--policy ${values.policy}: ours / kube-scheduler, median of ${ROUNDS}: rate ${median(rates)}, CPU ${median(cpus)}\n`,
  );
} finally {
  await connection.close();
  await server.stop();
}

/** Makes the pods, starts the scheduler, and measures from its start until the last pod has a node. */
async function drain(api: ClusterApi, start: () => Promise<ChildProcess>): Promise<Result> {
  await inParallel(POD_COUNT, (number) => createPod(api, number));
  const { resourceVersion } = await api.list(PODS, { limit: 1 });
  const watch = api.watch(PODS, { resourceVersion, fieldSelector: 'spec.nodeName!=' });
  const begin = performance.now();
  const scheduler = await start();
  const bound = new Set<string>();
  for await (const event of watch) {
    if (event.type !== 'BOOKMARK' && event.object.spec.nodeName) bound.add(event.object.metadata.name);
    if (bound.size === POD_COUNT) break;
  }
  const seconds = (performance.now() - begin) / 1000;
  const events = async () =>
    (await api.list(EVENTS)).items.filter(({ reason }) => reason === 'Scheduled').length;
  await eventually(async () => (await events()) >= POD_COUNT, 'every pod has its event', 30_000);
  const result = {
    podsPerSecond: POD_COUNT / seconds,
    cpuSeconds: cpuSecondsOf(scheduler.pid ?? 0),
    events: await events(),
  };
  scheduler.kill('SIGKILL');
  await once(scheduler, 'exit');
  await clean(api);
  return result;
}

async function startOurs({ kubeconfigPath }: RealApiServer): Promise<ChildProcess> {
  return spawn(process.execPath, [MAIN, 'serve', '--kubeconfig', kubeconfigPath, '--policy', values.policy], {
    stdio: 'ignore',
    env: { ...process.env, XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'minisched-bench-')) },
  });
}

async function createNode(api: ClusterApi, number: number): Promise<void> {
  const shape = { cpu: '4', memory: '32Gi', pods: '110' };
  const made = node(`node-${String(number).padStart(5, '0')}`)
    .allocatable(shape)
    .build();
  const { name } = made.metadata;
  await api.create(NODES, { ...made, metadata: { name } });
  await api.patch(NODES, { name }, { spec: { taints: null } });
  await api.patch(
    NODES,
    { name },
    { status: { ...made.status, capacity: shape } },
    { subresource: 'status' },
  );
}

async function createPod(api: ClusterApi, number: number): Promise<void> {
  const wanted = pod(`pod-${String(number).padStart(5, '0')}`)
    .scheduler('workshop-scheduler')
    .requests({ cpu: '100m', memory: '500Mi' })
    .build();
  await api.create(PODS, { ...wanted, metadata: { name: wanted.metadata.name, namespace: 'default' } });
}

async function clean(api: ClusterApi): Promise<void> {
  for (const resource of [PODS, EVENTS]) {
    const { items } = await api.list(resource, { namespace: 'default' });
    await inParallel(items.length, async (at) => {
      const found = items[at];
      if (found) await api.delete(resource, found.metadata, { gracePeriodSeconds: 0 });
    });
  }
}

function print(name: string, { podsPerSecond, cpuSeconds, events }: Result): void {
  const rate = podsPerSecond.toFixed(0).padStart(4);
  process.stdout.write(`${name}  ${rate} pods/s  ${cpuSeconds.toFixed(2)} s CPU  ${events} events\n`);
}

/**
 * `npm run bench:ways`: what each way to a policy of one's own costs on a real API server: our own scheduler, kube-scheduler with our
 * extender, kube-scheduler with the policy compiled in (workshop/go-plugin), and kube-scheduler as it is. Each in turn, on the same nodes
 * and pods as `npm run bench`; the extender's start and CPU time count. Needs the programs of $KUBEBUILDER_ASSETS and Linux; the Go
 * plugin where it is built, or MINISCHED_GO_PLUGIN=build.
 *
 *     npm run bench:ways -- --nodes 500 --pods 2000 --rounds 3
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GO_PLUGIN_PROFILE } from '../src/extender/kube-scheduler-config.ts';
import { connect } from '../src/kube/connect.ts';
import { systemClock } from '../src/lib/clock.ts';
import { eventually } from '../test/helpers/eventually.ts';
import { findGoPlugin } from '../test/helpers/go-plugin.ts';
import { freePorts, schedulerConfig, startRealApiServer } from '../test/helpers/real-api-server.ts';
import { findProgram, missing } from '../test/helpers/require-tools.ts';
import { createNode, drain, print, type Result, SCHEDULER, startOurs } from './drain.ts';
import { inParallel, median } from './measure.ts';

const MAIN = fileURLToPath(new URL('../dist/kubectl-minisched.js', import.meta.url));

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '500' },
    pods: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
  },
});
const ROUNDS = Number(values.rounds);

if (missing('etcd', 'kube-apiserver', 'kube-scheduler')) process.exit(3);
const server = await startRealApiServer([
  '--max-requests-inflight=3000',
  '--max-mutating-requests-inflight=1000',
]);
const { kubeconfigPath } = server;
const connection = await connect({ kubeconfig: kubeconfigPath, env: {}, home: '/', clock: systemClock });

type Start = () => Promise<readonly ChildProcess[]>;

const plugin = await findGoPlugin();
const ways: readonly (readonly [string, Start])[] = [
  [
    'our own scheduler         ',
    () => Promise.resolve([startOurs(['serve', '--kubeconfig', kubeconfigPath])]),
  ],
  ['kube-scheduler + extender ', () => startExtended(true)],
  ['… nodeCacheCapable: false ', () => startExtended(false)],
  ...(plugin === undefined ? [] : [['kube-scheduler + Go plugin', () => startPlugin(plugin)] as const]),
  ['kube-scheduler as it is   ', async () => [await server.startScheduler(SCHEDULER)]],
];

try {
  await inParallel(Number(values.nodes), (number) => createNode(connection.api, number));
  const results = new Map<string, Result[]>(ways.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, start] of ways) {
      const result = await drain(connection.api, Number(values.pods), start);
      print(name, result);
      results.get(name)?.push(result);
    }
  }
  process.stdout.write(`median of ${ROUNDS}:\n`);
  for (const [name, each] of results) {
    const rate = median(each.map(({ podsPerSecond }) => podsPerSecond));
    process.stdout.write(
      `${name}  ${rate} pods/s  ${median(each.map(({ cpuSeconds }) => cpuSeconds))} s CPU\n`,
    );
  }
} finally {
  await connection.close();
  await server.stop();
}

/** The extender first: kube-scheduler would put pods off that it cannot ask about. */
async function startExtended(nodeCacheCapable: boolean): Promise<readonly ChildProcess[]> {
  const [port = 0] = await freePorts(1);
  const flags = ['--kubeconfig', kubeconfigPath, '--scheduler-name', SCHEDULER, '--port', String(port)];
  const printed = execFileSync(process.execPath, [MAIN, 'extender', ...flags, '--print-config'], {
    encoding: 'utf8',
  });
  const config = printed
    .replace('nodeCacheCapable: true', `nodeCacheCapable: ${nodeCacheCapable}`)
    .replace(/kubeconfig: .*/, '$&\n  qps: 5000\n  burst: 5000');
  const extender = startOurs(['extender', ...flags]);
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(isUp, 'the extender answers');
  return [extender, await startKubeScheduler(findProgram('kube-scheduler') ?? '', config)];
}

async function startPlugin(file: string): Promise<readonly ChildProcess[]> {
  return [await startKubeScheduler(file, schedulerConfig(kubeconfigPath, SCHEDULER, GO_PLUGIN_PROFILE))];
}

async function startKubeScheduler(file: string, config: string): Promise<ChildProcess> {
  const [port = 0] = await freePorts(1);
  const path = join(server.folder, `way-${port}.yaml`);
  writeFileSync(path, config);
  return spawn(file, ['--config', path, '--secure-port', String(port)], { stdio: 'ignore' });
}

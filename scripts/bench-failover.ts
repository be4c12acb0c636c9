/**
 * `npm run bench:failover`: how long nothing is placed when the leader of two copies is lost, ours and kube-scheduler in turn, on a kind
 * cluster that this makes and deletes again, under a steady load of pods. Faults: kill -9 of the leader's process; `docker pause` of its
 * node; its node cut off from the API server; a graceful end. Checked each time: no pod is bound twice, none is lost. Needs Docker, kind
 * and a bundle (`npm run build`). Takes ten minutes.
 *
 *     npm run bench:failover -- --rate 5 --faults kill,pause,cut,end --keep
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { connect } from '../src/kube/connect.ts';
import { systemClock } from '../src/lib/clock.ts';
import { eventually } from '../test/helpers/eventually.ts';
import { FAULT_TEXTS, type FaultName, FAULTS } from './bench-failover/faults.ts';
import { makeBenchNodes } from './bench-failover/bench-nodes.ts';
import { kubeSchedulerManifests } from './bench-failover/kube-scheduler.ts';
import { loadWith } from './bench-failover/load.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '5' },
    faults: { type: 'string', default: 'kill,pause,cut,end' },
    keep: { type: 'boolean', default: false },
    name: { type: 'string', default: 'minisched-failover' },
  },
});
const CLUSTER = values.name;
const OURS = 'ours';
const THEIRS = 'theirs';
const ROOT = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'minisched-failover-'));
const env = { ...process.env, KUBECONFIG: join(folder, 'kubeconfig'), XDG_STATE_HOME: join(folder, 'state') };

const run = (file: string, args: readonly string[]): string =>
  execFileSync(file, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
/** The same without standing still: pods go on being made meanwhile. */
const runBeside = async (file: string, args: readonly string[]): Promise<void> => {
  await promisify(execFile)(file, args, { env });
};
const kubectl = (...args: readonly string[]): string => run('kubectl', args);
const minisched = (...args: readonly string[]): string =>
  run(process.execPath, [join(ROOT, 'dist/kubectl-minisched.js'), ...args]);

process.stdout.write(`making the kind cluster ${CLUSTER}, and an image\n`);
minisched('cluster', 'create', CLUSTER, '--provider', 'kind');
try {
  // a leader on the control plane would take the API server along
  kubectl('cordon', `${CLUSTER}-control-plane`);
  minisched('deploy', '--name', CLUSTER, '--build', '--scheduler-name', OURS, '--policy', 'default');
  const theirs = join(folder, 'theirs.json');
  writeFileSync(theirs, JSON.stringify(kubeSchedulerManifests(THEIRS)));
  kubectl('apply', '-f', theirs);
  const connection = await connect({
    kubeconfig: env.KUBECONFIG,
    env: {},
    home: '/',
    clock: systemClock,
  });
  const { api } = connection;
  const beating = await makeBenchNodes(api);
  try {
    for (const fault of values.faults.split(',').filter(isFault)) {
      for (const scheduler of [OURS, THEIRS]) {
        await eventually(() => isWhole(scheduler), `both copies of ${scheduler} are ready`, 180_000);
        const leader = leaderOf(scheduler);
        const { hurt, heal } = FAULTS[fault]({ run: runBeside, server: serverAddress(), ...leader });
        const result = await loadWith({ api, scheduler, rate: Number(values.rate), hurt, heal });
        const { pods, gapMs, lost, twice } = result;
        process.stdout.write(
          `${FAULT_TEXTS[fault].padEnd(36)} ${(scheduler === OURS ? 'ours' : 'kube-scheduler').padEnd(15)} nothing placed for ${(gapMs / 1000).toFixed(1).padStart(5)} s; ${pods} pods, ${lost} lost, ${twice} bound twice\n`,
        );
        if (lost + twice > 0) process.exitCode = 1;
      }
    }
  } finally {
    beating.stop();
    await connection.close();
  }
} finally {
  if (!values.keep) {
    minisched('cluster', 'delete', CLUSTER, '--provider', 'kind');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two copies are ready, on nodes that are, and one of them leads. */
function isWhole(name: string): boolean {
  const ready = kubectl(
    'get',
    'deployment',
    name,
    '-n',
    'kube-system',
    '-o',
    'jsonpath={.status.readyReplicas}',
  );
  const pods = kubectl(
    'get',
    'pods',
    '-n',
    'kube-system',
    '-l',
    `app.kubernetes.io/instance=${name}`,
    '-o',
    'name',
  );
  return ready === '2' && pods.trim().split('\n').length === 2 && holderOf(name) !== '';
}

function leaderOf(name: string): { readonly pod: string; readonly node: string } {
  const holder = holderOf(name);
  const selector = `app.kubernetes.io/instance=${name}`;
  const columns = 'jsonpath={range .items[*]}{.metadata.name} {.spec.nodeName}{"\\n"}{end}';
  const lines = kubectl('get', 'pods', '-n', 'kube-system', '-l', selector, '-o', columns);
  for (const line of lines.trim().split('\n')) {
    const [pod = '', node = ''] = line.split(' ');
    if (holder.startsWith(pod)) return { pod, node };
  }
  throw new Error(`${holder} leads ${name}, and is none of its pods:\n${lines}`);
}

function holderOf(name: string): string {
  return kubectl('get', 'lease', name, '-n', 'kube-system', '-o', 'jsonpath={.spec.holderIdentity}');
}

/** Where the API server listens, behind the address of its Service. */
function serverAddress(): string {
  const slices = ['endpointslices', '-l', 'kubernetes.io/service-name=kubernetes'];
  return kubectl('get', ...slices, '-o', 'jsonpath={.items[0].endpoints[0].addresses[0]}');
}

function isFault(name: string): name is FaultName {
  return name in FAULTS;
}

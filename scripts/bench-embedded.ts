/**
 * `npm run bench:embedded`: the embedded cluster beside a real kube-apiserver with etcd (without fsync), the same requests from the same
 * client in turn: time to start, objects created, pods bound and watch events told a second, a list of many pods, and memory. Prints the
 * figures and the ratios. Needs Linux (/proc) and the programs of $KUBEBUILDER_ASSETS.
 *
 *     npm run bench:embedded -- --pods 5000 --list 50000 --watchers 20
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ClusterApi } from '../src/api/cluster-api.ts';
import { NODES, PODS } from '../src/api/resources.ts';
import { connect } from '../src/kube/connect.ts';
import { systemClock } from '../src/lib/clock.ts';
import { pod } from '../test/helpers/builders.ts';
import { startRealApiServer } from '../test/helpers/real-api-server.ts';
import { missing } from '../test/helpers/require-tools.ts';
import { inParallel } from './measure.ts';

const MAIN = fileURLToPath(new URL('../dist/kubectl-minisched.js', import.meta.url));
const MIB = 1024 * 1024;

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '5000' },
    list: { type: 'string', default: '50000' },
    watchers: { type: 'string', default: '20' },
  },
});
const POD_COUNT = Number(values.pods);
const LIST_COUNT = Math.max(Number(values.list), POD_COUNT);
const WATCHERS = Number(values.watchers);

/** A server that is measured. */
interface Subject {
  readonly name: string;
  readonly kubeconfig: string;
  /** From the command until it answers. */
  readonly startSeconds: number;
  /** Resident memory of all its processes, in MiB. */
  memory(): number;
  stop(): Promise<void>;
}

/** What was measured, in the order in which it is printed. Better is `more` or `less`. */
const FIGURES = [
  ['start', 's', 'less'],
  ['memory after start', 'MiB', 'less'],
  ['pods created', '/s', 'more'],
  ['pods bound', '/s', 'more'],
  ['watch events told', '/s', 'more'],
  [`list of ${String(LIST_COUNT)} pods`, 's', 'less'],
  [`memory with ${String(LIST_COUNT)} pods`, 'MiB', 'less'],
] as const;

if (missing('etcd', 'kube-apiserver')) process.exit(3);
const ours = await measure(await startOurs());
const real = await measure(await startReal());
print(ours, real);

async function measure(subject: Subject): Promise<readonly number[]> {
  const { kubeconfig } = subject;
  const connection = await connect({ kubeconfig, env: {}, home: '/', clock: systemClock });
  const { api } = connection;
  try {
    const idle = subject.memory();
    await api.create(NODES, { metadata: { name: 'bench' } });
    const created = await rate(POD_COUNT, (number) => createPod(api, number));
    // before the first binding: a watch from a later version would wait for ever for what it missed
    const { resourceVersion } = await api.list(PODS, { limit: 1 });
    const told = tellWatchers(api, resourceVersion);
    const bound = await rate(POD_COUNT, (number) =>
      api.bind({ namespace: 'default', name: nameOf(number) }, 'bench'),
    );
    const events = await told;
    await rate(LIST_COUNT - POD_COUNT, (number) => createPod(api, POD_COUNT + number));
    const seconds = await best(3, () => api.list(PODS, { namespace: 'default' }));
    return [subject.startSeconds, idle, created, bound, events, seconds, subject.memory()];
  } finally {
    await connection.close();
    await subject.stop();
  }
}

/** Events a second that all watchers together were told of changes after `resourceVersion`, from now to the last. */
async function tellWatchers(api: ClusterApi, resourceVersion: string): Promise<number> {
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: WATCHERS }, async () => {
      let seen = 0;
      for await (const event of api.watch(PODS, { resourceVersion })) {
        if (event.type === 'MODIFIED') seen += 1;
        if (seen === POD_COUNT) break;
      }
    }),
  );
  return (WATCHERS * POD_COUNT) / ((performance.now() - begin) / 1000);
}

async function startOurs(): Promise<Subject> {
  const state = mkdtempSync(join(tmpdir(), 'minisched-bench-'));
  const kubeconfig = join(state, 'kubeconfig');
  const env = { ...process.env, XDG_STATE_HOME: state, KUBECONFIG: kubeconfig };
  const run = (...args: readonly string[]): string =>
    execFileSync(process.execPath, [MAIN, 'cluster', ...args], { env, encoding: 'utf8' });
  const begin = performance.now();
  run('create', 'bench', '--provider', 'embedded');
  const startSeconds = (performance.now() - begin) / 1000;
  const [status]: readonly { readonly pid: number }[] = JSON.parse(
    run('status', 'bench', '--provider', 'embedded', '-o', 'json'),
  );
  if (!status) throw new Error('cluster status tells of no cluster: was it made?');
  return {
    name: 'embedded',
    kubeconfig,
    startSeconds,
    memory: () => residentMib([status.pid]),
    stop: async () => {
      run('delete', 'bench', '--provider', 'embedded');
      rmSync(state, { recursive: true, force: true });
    },
  };
}

async function startReal(): Promise<Subject> {
  const begin = performance.now();
  const server = await startRealApiServer([
    '--max-requests-inflight=3000',
    '--max-mutating-requests-inflight=1000',
  ]);
  return {
    name: 'kube-apiserver',
    kubeconfig: server.kubeconfigPath,
    startSeconds: (performance.now() - begin) / 1000,
    memory: () => residentMib(childrenOf(process.pid)),
    stop: () => server.stop(),
  };
}

function nameOf(number: number): string {
  return `pod-${String(number).padStart(5, '0')}`;
}

async function createPod(api: ClusterApi, number: number): Promise<void> {
  const wanted = pod(nameOf(number)).scheduler('nobody').requests({ cpu: '100m', memory: '500Mi' }).build();
  await api.create(
    PODS,
    { ...wanted, metadata: { name: nameOf(number), namespace: 'default' } },
    { unread: true },
  );
}

/** How many a second. */
async function rate(count: number, work: (number: number) => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await inParallel(count, work);
  return count / ((performance.now() - begin) / 1000);
}

/** The shortest of some runs, in seconds. */
async function best(runs: number, work: () => Promise<unknown>): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    await work();
    seconds.push((performance.now() - begin) / 1000);
  }
  return Math.min(...seconds);
}

function residentMib(pids: readonly number[]): number {
  const kib = pids.map((pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0),
  );
  return (kib.reduce((sum, each) => sum + each, 0) * 1024) / MIB;
}

/** By the fourth field of proc(5) stat. */
function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      // ended meanwhile
      return false;
    }
  });
}

function print(ours: readonly number[], real: readonly number[]): void {
  process.stdout.write(`${''.padEnd(48)} embedded     real  ratio\n`);
  for (const [index, [what, unit, better]] of FIGURES.entries()) {
    const [a = NaN, b = NaN] = [ours[index], real[index]];
    const figures = [a, b].map((figure) => (figure < 10 ? figure.toFixed(2) : figure.toFixed(0)));
    const [mine = '', theirs = ''] = figures;
    const title = `${what} (${unit}, ${better} is better)`;
    process.stdout.write(
      `${title.padEnd(48)} ${mine.padStart(8)} ${theirs.padStart(8)} ${(a / b).toFixed(2).padStart(6)}\n`,
    );
  }
}

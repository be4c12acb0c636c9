import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { PODS } from '../../src/api/resources.ts';
import { processStartTime } from '../../src/exec/process-start-time.ts';
import { connect } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { pod } from '../../test/helpers/builders.ts';
import { eventually } from '../../test/helpers/eventually.ts';
import { Tmux } from '../../test/helpers/tmux.ts';
import { cpuSecondsOf, inParallel, median, print } from '../measure.ts';

const MAIN = fileURLToPath(new URL('../../dist/kubectl-minisched.js', import.meta.url));

/** The same pods placed by the same program, with and without its screen, in turn. */
export async function drains(nodes: number, pods: number, rounds: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'minisched-bench-ui-'));
  const env = {
    ...process.env,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    KUBECONFIG: join(home, 'config'),
  };
  const name = `bench-ui-${process.pid}`;
  const minisched = (...args: readonly string[]) => execFileSync(process.execPath, [MAIN, ...args], { env });
  minisched('cluster', 'create', name, '--provider', 'embedded', '--ephemeral', '--workers', String(nodes));
  const connection = await connect({ kubeconfig: env.KUBECONFIG, env: {}, home, clock: systemClock });
  try {
    const rates: number[] = [];
    const cpus: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const plain = await drain(connection.api, pods, () => startPlain(env));
      const shown = await drain(connection.api, pods, () => startShown(env));
      rates.push(shown.rate / plain.rate);
      cpus.push(shown.cpu / plain.cpu);
      print(`drain: without ${text(plain)}, with the screen ${text(shown)}`);
    }
    print(`with the screen / without, median of ${rounds}: rate ${median(rates)}, CPU ${median(cpus)}`);
  } finally {
    await connection.close();
    minisched('cluster', 'delete', name, '--provider', 'embedded');
    rmSync(home, { recursive: true, force: true });
  }
}

interface Drain {
  /** Pods a second. */
  readonly rate: number;
  /** Seconds that the scheduler's process was busy meanwhile. */
  readonly cpu: number;
}

function text({ rate, cpu }: Drain): string {
  return `${rate.toFixed(0)} pods/s (${cpu.toFixed(2)} s CPU)`;
}

interface Started {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

function startPlain(env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid ?? 0, stop };
}

function startShown(env: Readonly<Record<string, string | undefined>>): Started {
  const { HOME = '', XDG_STATE_HOME = '', KUBECONFIG = '' } = env;
  const own = { HOME, XDG_STATE_HOME, KUBECONFIG, CI: 'false', LANG: 'C.UTF-8' };
  const terminal = new Tmux({ columns: 200, rows: 50 }, `exec ${process.execPath} ${MAIN} serve`, own);
  const { pid } = terminal;
  const stop = async () => {
    terminal.press('C-c');
    await eventually(() => processStartTime(pid) === undefined, 'it has ended');
    terminal[Symbol.dispose]();
  };
  return { pid, stop };
}

/** From the first pod with a node to the last: how long the program takes to start is not the question. */
async function drain(api: ClusterApi, count: number, start: () => Started): Promise<Drain> {
  await inParallel(count, async (number) => {
    const { metadata, spec } = pod(`pod-${number}`).scheduler('workshop-scheduler').build();
    await api.create(PODS, { metadata: { name: metadata.name, namespace: 'default' }, spec });
  });
  const { resourceVersion } = await api.list(PODS, { limit: 1 });
  const watch = api.watch(PODS, { resourceVersion, fieldSelector: 'spec.nodeName!=' });
  const { pid, stop } = start();
  const bound = new Set<string>();
  let [began, busy] = [0, 0];
  for await (const event of watch) {
    if (event.type !== 'BOOKMARK' && event.object.spec.nodeName) bound.add(event.object.metadata.name);
    if (bound.size === 1 && began === 0) [began, busy] = [performance.now(), cpuSecondsOf(pid)];
    if (bound.size === count) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const cpu = cpuSecondsOf(pid) - busy;
  await stop();
  const { items } = await api.list(PODS, { namespace: 'default' });
  await inParallel(items.length, async (at) => {
    const found = items[at];
    if (found) await api.delete(PODS, found.metadata, { gracePeriodSeconds: 0 });
  });
  const left = async () => (await api.list(PODS, { namespace: 'default', limit: 1 })).items.length;
  await eventually(async () => (await left()) === 0, 'all pods are gone', 60_000);
  return { rate: (count - 1) / seconds, cpu };
}

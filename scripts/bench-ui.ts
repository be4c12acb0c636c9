/**
 * `npm run bench:ui`: what the full screen costs. First a storm in this process: 5,000 nodes, 50,000 waiting pods, 1,000 decisions a
 * second on a screen of 200×50: frames a second, how long a key waits for its answer, and the share of the thread's time that the
 * screen took. Then a drain: pods placed by `serve` on an embedded cluster, in turn with its screen (in tmux) and without, and the
 * ratio of the rates. The ratio counts, not the figures.
 *
 *     npm run bench:ui -- --nodes 300 --pods 1500 --rounds 5 --seconds 10
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ClusterApi } from '../src/api/cluster-api.ts';
import { PODS } from '../src/api/resources.ts';
import type { Pod } from '../src/api/types.ts';
import { connect } from '../src/kube/connect.ts';
import { systemClock } from '../src/lib/clock.ts';
import { Limiter } from '../src/lib/limiter.ts';
import type { NodeInfo } from '../src/scheduler/framework/node-info.ts';
import type { Waiting } from '../src/scheduler/queue.ts';
import { FactsReader } from '../src/view/facts.ts';
import { startStory } from '../src/view/story.ts';
import { node, pod } from '../test/helpers/builders.ts';
import { eventually } from '../test/helpers/eventually.ts';
import { ABOUT } from '../test/helpers/models.ts';
import { missingTmux, Tmux } from '../test/helpers/tmux.ts';
import { loadTsx } from '../test/helpers/tsx.ts';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '300' },
    pods: { type: 'string', default: '1500' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '10' },
  },
});
const MAIN = fileURLToPath(new URL('../dist/kubectl-minisched.js', import.meta.url));
const STORM = { nodes: 5_000, waiting: 50_000, perSecond: 1_000 };
const EVERY_MS = 5;

const NO_ACTIONS = {
  pause() {},
  resume() {},
  setPolicy() {},
  quit() {},
  cordon: async () => '',
  taint: async () => '',
  describe: async () => '',
  yaml: async () => '',
};

await storm(Number(values.seconds));
if (missingTmux()) process.exit(3);
await drains(Number(values.nodes), Number(values.pods), Number(values.rounds));

/** A screen under the load that the issue names, with a person who presses keys all the while. */
async function storm(seconds: number): Promise<void> {
  loadTsx();
  const { openScreen } = await import('../src/tui/open-screen.tsx');
  const stdin = terminalOf(new PassThrough());
  const stdout = terminalOf(new PassThrough());
  let frames = 0;
  let shown = '';
  stdout.on('data', (chunk: Buffer) => {
    // ink writes a frame between two marks of synchronised output
    if (chunk.includes('\u001b[?2026h')) frames++;
    shown = (shown + chunk.toString()).slice(-200_000);
  });
  const reader = new FactsReader(largeCluster());
  let reading = 0;
  const screen = openScreen({
    stdin,
    stdout,
    about: ABOUT,
    story: startStory({ mode: 'bind', policy: 'least-pods' }),
    read(want, story) {
      const began = performance.now();
      const facts = reader.read(want, story, systemClock.monotonic());
      reading += performance.now() - began;
      return facts;
    },
    actions: NO_ACTIONS,
    theme: 'dark',
    clock: systemClock,
  });
  await pause(500);
  frames = 0;
  const idle = performance.eventLoopUtilization();
  const heap = process.memoryUsage().heapUsed;
  const latencies: number[] = [];
  const began = performance.now();
  let told = 0;
  let opened = false;
  let pressedAt = 0;
  let nextKey = began + 200;
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * STORM.perSecond);
    while (told < due) screen.push(boundEvent(told++));
    if (pressedAt > 0 && shown.includes(opened ? 'go on' : 'decisions')) {
      latencies.push(performance.now() - pressedAt);
      pressedAt = 0;
    } else if (pressedAt === 0 && performance.now() > nextKey) {
      // a help page that is opened and closed is an answer that can be told from a frame that was due anyway
      opened = !opened;
      shown = '';
      pressedAt = performance.now();
      nextKey = pressedAt + 230;
      stdin.write(opened ? '?' : 'q');
    }
    await pause(EVERY_MS);
  }
  const { utilization } = performance.eventLoopUtilization(idle);
  const passed = (performance.now() - began) / 1000;
  const grown = (process.memoryUsage().heapUsed - heap) / 1024 ** 2;
  await screen.close();
  const sorted = latencies.toSorted((a, b) => a - b);
  print(
    `storm: ${STORM.nodes} nodes, ${STORM.waiting} waiting pods, ${(told / passed).toFixed(0)} decisions/s`,
  );
  print(`  ${(frames / passed).toFixed(1)} frames/s`);
  print(
    `  a key is answered after ${at(sorted, 0.5)} ms (median), ${at(sorted, 0.95)} ms (19 of 20), ${at(sorted, 1)} ms (slowest of ${sorted.length}), measured every ${EVERY_MS} ms`,
  );
  print(
    `  the thread was busy ${(utilization * 100).toFixed(1)} % of the time, events and keys included; reading facts ${((reading / passed) * 0.1).toFixed(2)} %; heap ${grown.toFixed(0)} MB more`,
  );
}

/** A scheduler that holds so much, without the scheduler. */
function largeCluster(): ConstructorParameters<typeof FactsReader>[0] {
  const infos = Array.from({ length: STORM.nodes }, (_, number): NodeInfo => {
    const name = `node-${number}`;
    const pods = Array.from({ length: 10 }, (_, at): [string, Pod] => {
      const placed = pod(`p-${number}-${at}`).on(name).requests({ cpu: '100m', memory: '64Mi' }).build();
      return [placed.metadata.name, placed];
    });
    return { name, node: node(name).build(), ready: true, pods: new Map(pods), podCount: pods.length };
  });
  const now = systemClock.monotonic();
  const waiting = Array.from({ length: STORM.waiting }, (_, number): Waiting => ({
    place: 'parked',
    queued: {
      pod: pod(`waits-${number}`).build(),
      key: `waits-${number}`,
      sequence: number,
      firstSeen: now,
      attempts: 1,
      notBefore: now,
      rejectedBy: new Set(['TaintToleration']),
      parkedAt: now,
      message: '0/5000 nodes are available: 5000 node(s) had untolerated taint(s).',
    },
  }));
  return {
    nodes: () => infos,
    node: (name) => infos.find((info) => info.name === name),
    waiting: () => waiting,
    find: () => undefined,
    counts: () => ({ active: 0, backoff: 0, parked: waiting.length, inFlight: 0 }),
    pod: () => undefined,
    filters: [],
    explain: () => undefined,
    pause() {},
    resume() {},
    policyChanged() {},
  };
}

function terminalOf(stream: PassThrough) {
  const self = {
    isTTY: true,
    columns: 200,
    rows: 50,
    setRawMode: () => stream,
    ref: () => stream,
    unref: () => stream,
  };
  return Object.assign(stream, self);
}

function boundEvent(number: number) {
  const name = `pod-${number}`;
  return {
    type: 'bound' as const,
    time: new Date().toISOString(),
    pod: { namespace: 'default', name, uid: name },
    node: `node-${number % STORM.nodes}`,
    hadPods: 10,
    attempts: 1,
    milliseconds: 2,
  };
}

/** The same pods placed by the same program, with and without its screen, in turn. */
async function drains(nodes: number, pods: number, rounds: number): Promise<void> {
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
  /** Seconds that the scheduler's process was busy, its start included. */
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
    await eventually(() => !isAlive(pid), 'it has ended');
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
  let began = 0;
  for await (const event of watch) {
    if (event.type !== 'BOOKMARK' && event.object.spec.nodeName) bound.add(event.object.metadata.name);
    if (bound.size === 1 && began === 0) began = performance.now();
    if (bound.size === count) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const cpu = cpuOf(pid);
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

/** User and system time of a process so far, in seconds: fields 14 and 15 of proc(5), in hundredths on every Linux that Node runs on. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // there is no such process any more
    return false;
  }
}

async function inParallel(count: number, work: (number: number) => Promise<void>): Promise<void> {
  const limiter = new Limiter(32);
  const errors: Error[] = [];
  for (let number = 0; number < count; number++)
    limiter.run(
      () => work(number),
      (error) => errors.push(error),
    );
  await limiter.idle();
  if (errors[0]) throw errors[0];
}

function median(numbers: readonly number[]): string {
  return at(
    numbers.toSorted((a, b) => a - b),
    0.5,
    2,
  );
}

function at(sorted: readonly number[], share: number, digits = 0): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(digits);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

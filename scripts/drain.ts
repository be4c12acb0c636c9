import { createNode as createReadyNode } from '../test/helpers/real-objects.ts';
import { once } from 'node:events';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterApi } from '../src/api/cluster-api.ts';
import { EVENTS, PODS } from '../src/api/resources.ts';
import { node, pod } from '../test/helpers/builders.ts';
import { eventually } from '../test/helpers/eventually.ts';
import { cpuSecondsOf, inParallel } from './measure.ts';

const MAIN = fileURLToPath(new URL('../dist/kubectl-minisched.js', import.meta.url));

/** The `schedulerName` of every pod that is made here. */
export const SCHEDULER = 'workshop-scheduler';

/** How one way of scheduling did. */
export interface Result {
  readonly podsPerSecond: number;
  /** Of all processes that took part. */
  readonly cpuSeconds: number;
  readonly events: number;
}

/** Makes the pods, starts what schedules them, and measures from its start until the last pod has a node. Nothing is left. */
export async function drain(
  api: ClusterApi,
  count: number,
  start: () => Promise<readonly ChildProcess[]>,
): Promise<Result> {
  await inParallel(count, (number) => createPod(api, number));
  const { resourceVersion } = await api.list(PODS, { limit: 1 });
  const watch = api.watch(PODS, { resourceVersion, fieldSelector: 'spec.nodeName!=' });
  const begin = performance.now();
  const processes = await start();
  const bound = new Set<string>();
  for await (const event of watch) {
    if (event.type !== 'BOOKMARK' && event.object.spec.nodeName) bound.add(event.object.metadata.name);
    if (bound.size === count) break;
  }
  const seconds = (performance.now() - begin) / 1000;
  const events = async () =>
    (await api.list(EVENTS)).items.filter(({ reason }) => reason === 'Scheduled').length;
  await eventually(async () => (await events()) >= count, 'every pod has its event', 30_000);
  const result = {
    podsPerSecond: count / seconds,
    cpuSeconds: processes.reduce((sum, { pid }) => sum + cpuSecondsOf(pid ?? 0), 0),
    events: await events(),
  };
  for (const one of processes) {
    one.kill('SIGKILL');
    await once(one, 'exit');
  }
  await clean(api);
  return result;
}

/** `kubectl minisched …args` as it is built, silent. */
export function startOurs(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    stdio: 'ignore',
    env: { ...process.env, XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'minisched-bench-')) },
  });
}

/** A node of 4 CPU, 32 Gi, 110 pods. */
export function createNode(api: ClusterApi, number: number): Promise<void> {
  const shape = { cpu: '4', memory: '32Gi', pods: '110' };
  const name = `node-${String(number).padStart(5, '0')}`;
  return createReadyNode(api, node(name).allocatable(shape).build());
}

/** One line for people. */
export function print(name: string, { podsPerSecond, cpuSeconds, events }: Result): void {
  const rate = podsPerSecond.toFixed(0).padStart(4);
  process.stdout.write(`${name}  ${rate} pods/s  ${cpuSeconds.toFixed(2)} s CPU  ${events} events\n`);
}

async function createPod(api: ClusterApi, number: number): Promise<void> {
  const wanted = pod(`pod-${String(number).padStart(5, '0')}`)
    .scheduler(SCHEDULER)
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

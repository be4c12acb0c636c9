import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { EVENTS, NODES, PODS } from '../../src/api/resources.ts';
import type { KubeEvent, Pod } from '../../src/api/types.ts';
import { connect, type Connection } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { node, pod } from '../helpers/builders.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, runProgram, startProgram } from '../helpers/program.ts';
import { freePorts, kubeconfig, type RealApiServer, startRealApiServer } from '../helpers/real-api-server.ts';
import { createNode, fresh } from '../helpers/real-objects.ts';
import { missing } from '../helpers/require-tools.ts';

const skip = missing('etcd', 'kube-apiserver', 'kube-scheduler');

void suite('the scheduler on a real kube-apiserver', { skip }, () => {
  let server: RealApiServer;
  let connection: Connection;
  let api: ClusterApi;
  let state: string;
  const programs: Program[] = [];

  before(async () => {
    server = await startRealApiServer();
    connection = await connect({ kubeconfig: server.kubeconfigPath, env: {}, home: '/', clock: systemClock });
    api = connection.api;
    state = await mkdtemp(join(tmpdir(), 'minisched-state-'));
    await createNode(api, node('control-plane').controlPlane().build());
    for (const name of ['worker', 'worker2', 'worker3']) await createNode(api, node(name).build());
  });

  after(async () => {
    await Promise.all(programs.map((program) => program.end('SIGKILL')));
    await connection.close();
    await server.stop();
    await rm(state, { recursive: true, force: true });
  });

  const serve = async (...args: string[]) => {
    const program = startProgram(['serve', '--kubeconfig', server.kubeconfigPath, ...args], {
      XDG_STATE_HOME: state,
    });
    programs.push(program);
    await program.says('workshop-scheduler running');
    return program;
  };
  const create = (name: string, scheduler = 'workshop-scheduler') =>
    api.create(PODS, fresh(pod(name).scheduler(scheduler).build()));
  const pods = async (prefix: string) => {
    const { items } = await api.list(PODS, { namespace: 'default' });
    return items.filter(({ metadata }) => metadata.name.startsWith(prefix));
  };
  const allBound = async (prefix: string) => (await pods(prefix)).every(({ spec }) => spec.nodeName);
  const eventsOf = async (name: string, reason: string): Promise<readonly KubeEvent[]> => {
    const { items } = await api.list(EVENTS, { namespace: 'default' });
    return items.filter((event) => event.regarding?.name === name && event.reason === reason);
  };
  const perWorker = (placed: readonly Pod[]) => {
    const counts = new Map<string, number>();
    for (const { spec } of placed)
      counts.set(spec.nodeName ?? '-', (counts.get(spec.nodeName ?? '-') ?? 0) + 1);
    return [...counts.values()];
  };

  test('six pods land two on each worker, in order, and Ctrl-C ends it with what it did', async () => {
    const program = await serve();
    for (let number = 1; number <= 6; number++) {
      await create(`pod${number}`);
      await program.says(`bound default/pod${number} -> `);
    }
    assert.deepEqual(
      (await pods('pod')).map(({ spec }) => spec.nodeName),
      ['worker', 'worker2', 'worker3', 'worker', 'worker2', 'worker3'],
    );
    assert.match(program.output(), /bound default\/pod1 -> worker \(had 0 pods\)/);
    assert.equal(await program.end('SIGINT'), 0);
    assert.match(
      program.output(),
      /workshop-scheduler stopped after [\d.]+ s: 6 pods bound, 0 failed attempts, 0 waiting\n$/,
    );
    for (const placed of await pods('pod')) {
      const events = await eventsOf(placed.metadata.name, 'Scheduled');
      assert.equal(events.length, 1);
      await api.delete(PODS, placed.metadata, { gracePeriodSeconds: 0 });
    }
  });

  test('event, condition and message of a pod that fits nowhere are those of kube-scheduler, and so is its placement after the untaint', async () => {
    await setTaints(api, true);
    await server.startScheduler('upstream');
    const program = await serve();
    await create('theirs', 'upstream');
    await create('ours');
    const failed = async (name: string) => (await eventsOf(name, 'FailedScheduling'))[0];
    await eventually(
      async () => Boolean((await failed('theirs')) && (await failed('ours'))),
      'both got their event',
      60_000,
    );
    const [theirs, ours] = [await failed('theirs'), await failed('ours')];
    assert.equal(ours?.note, '0/4 nodes are available: 4 node(s) had untolerated taint(s).');
    assert.ok(theirs?.note?.startsWith(ours.note), `kube-scheduler says: ${theirs?.note}`);
    assert.deepEqual([ours.type, ours.action], [theirs?.type, theirs?.action]);
    assert.deepEqual(
      Object.keys(ours.regarding ?? {}).toSorted(),
      Object.keys(theirs?.regarding ?? {}).toSorted(),
    );
    assert.equal(ours.reportingController, 'workshop-scheduler');
    const condition = async (name: string) =>
      (await api.get(PODS, { namespace: 'default', name })).status?.conditions?.find(
        ({ type }) => type === 'PodScheduled',
      );
    await eventually(async () => (await condition('ours')) !== undefined, 'our condition');
    const [theirCondition, ourCondition] = [await condition('theirs'), await condition('ours')];
    assert.ok(ourCondition && theirCondition);
    assert.deepEqual(Object.keys(ourCondition).toSorted(), Object.keys(theirCondition).toSorted());
    assert.deepEqual(
      [ourCondition.status, ourCondition.reason],
      [theirCondition.status, theirCondition.reason],
    );
    assert.ok(theirCondition.message?.startsWith(ourCondition.message ?? '?'));

    await setTaints(api, false);
    await eventually(
      async () => (await allBound('theirs')) && (await allBound('ours')),
      'both are placed',
      30_000,
    );
    const scheduled = async (name: string) => (await eventsOf(name, 'Scheduled'))[0];
    await eventually(
      async () => Boolean((await scheduled('ours')) && (await scheduled('theirs'))),
      'both are told',
    );
    const where = (await pods('ours'))[0]?.spec.nodeName;
    assert.equal((await scheduled('ours'))?.note, `Successfully assigned default/ours to ${where}`);
    assert.match((await scheduled('theirs'))?.note ?? '', /^Successfully assigned default\/theirs to worker/);
    await program.end('SIGTERM');
  });

  test('it goes on through kill -9 of the API server, and kill -9 of itself loses nothing', async () => {
    const program = await serve();
    const burst = async (from: number, to: number) => {
      for (let number = from; number < to; number++) await create(`burst-${String(number).padStart(3, '0')}`);
    };
    await burst(0, 60);
    await server.kill();
    await program.says('lost the watch on pods', 30_000);
    await server.start();
    await burst(60, 120);
    await program.end('SIGKILL');
    const another = await serve();
    await eventually(() => allBound('burst-'), 'all 120 are bound', 60_000);
    const counts = perWorker(await pods('burst-'));
    assert.equal(counts.length, 3);
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 2, `spread ${counts.join('-')}`);
    await another.end('SIGTERM');
  });

  test('two schedulers of the same name place every pod once, without a word about failures', async () => {
    const both = [await serve('--tie-break', 'random'), await serve('--tie-break', 'random')];
    await Promise.all(Array.from({ length: 60 }, (_, number) => create(`shared-${number}`)));
    await eventually(() => allBound('shared-'), 'all 60 are bound', 30_000);
    await Promise.all(both.map((program) => program.end('SIGTERM')));
    const { items } = await api.list(EVENTS, { namespace: 'default' });
    const about = items.filter(({ regarding }) => regarding?.name?.startsWith('shared-'));
    assert.deepEqual(
      about.filter(({ reason }) => reason === 'FailedScheduling'),
      [],
    );
    assert.equal(new Set(about.map(({ regarding }) => regarding?.name)).size, 60);
  });

  test('a wrong kubeconfig, context or address is one sentence and what to do next', async () => {
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [['--kubeconfig', join(state, 'absent')], /^error: [^\n]*absent[^\n]*\n(next: [^\n]*\n)?$/],
      [
        ['--kubeconfig', server.kubeconfigPath, '--context', 'nope'],
        /^error: [^\n]*nope[^\n]*\n(next: [^\n]*\n)?$/,
      ],
      [
        ['--kubeconfig', await deadKubeconfig(state)],
        /^error: cannot reach the API server https:\/\/127\.0\.0\.1:\d+: [^\n]*\nnext: [^\n]*\n$/,
      ],
    ];
    for (const [args, words] of wrong) {
      const { code, output } = await runProgram(['serve', ...args], { XDG_STATE_HOME: state });
      assert.match(output, words);
      assert.equal(code, 3);
    }
  });
});

/** A kubeconfig whose server nobody listens for. */
async function deadKubeconfig(folder: string): Promise<string> {
  const [port] = await freePorts(1);
  const path = join(folder, 'dead-kubeconfig');
  await writeFile(path, kubeconfig(`https://127.0.0.1:${port}`, 'token', Buffer.from('')));
  return path;
}

async function setTaints(api: ClusterApi, tainted: boolean): Promise<void> {
  const taints = tainted ? [{ key: 'workshop', value: 'blocked', effect: 'NoSchedule' }] : null;
  for (const name of ['worker', 'worker2', 'worker3']) await api.patch(NODES, { name }, { spec: { taints } });
}

/** As a person would send it: without what only the server sets. */

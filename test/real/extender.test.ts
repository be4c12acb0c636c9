import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { EVENTS, PODS } from '../../src/api/resources.ts';
import type { Node, Pod } from '../../src/api/types.ts';
import { GO_PLUGIN_PROFILE } from '../../src/extender/kube-scheduler-config.ts';
import { connect, type Connection } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { node, pod } from '../helpers/builders.ts';
import { eventually } from '../helpers/eventually.ts';
import { findGoPlugin } from '../helpers/go-plugin.ts';
import { type Program, runProgram, startExecutable, startProgram } from '../helpers/program.ts';
import {
  freePorts,
  type RealApiServer,
  schedulerConfig,
  startRealApiServer,
} from '../helpers/real-api-server.ts';
import { findProgram, missing } from '../helpers/require-tools.ts';
import { createNode } from '../helpers/real-objects.ts';

const NAME = 'extended-scheduler';
const WORKERS = ['worker', 'worker2', 'worker3', 'worker4', 'worker5', 'worker10'];
const IN_DEFAULT = { namespace: 'default' };
/** So that the least loaded is not simply the first. */
const BEFORE: Readonly<Record<string, number>> = { worker: 4, worker2: 1, worker4: 3, worker10: 2 };
const TEA = `export default {
  name: 'Tea',
  filter: (pod, { node }) => node.metadata.name === 'worker3' ? undefined : { reasons: ['node(s) had no tea'] },
};`;

void suite(
  'the real kube-scheduler, extended',
  { skip: missing('etcd', 'kube-apiserver', 'kube-scheduler') },
  () => {
    let server: RealApiServer;
    let connection: Connection;
    let api: ClusterApi;
    let state: string;
    const programs: Program[] = [];

    before(async () => {
      server = await startRealApiServer();
      connection = await connect({
        kubeconfig: server.kubeconfigPath,
        env: {},
        home: '/',
        clock: systemClock,
      });
      api = connection.api;
      state = await mkdtemp(join(tmpdir(), 'minisched-state-'));
      for (const name of WORKERS) await createNode(api, worker(name));
    });

    afterEach(async () => {
      await Promise.all(programs.splice(0).map((program) => program.end('SIGKILL')));
      await clear(api);
    });

    after(async () => {
      await connection.close();
      await server.stop();
      await rm(state, { recursive: true, force: true });
    });

    /** An extender, and a kube-scheduler that is told of it by what `--print-config` prints, as `edit` changes it. */
    const extended = async (args: readonly string[] = [], edit = (config: string) => config) => {
      const [port = 0, securePort = 0] = await freePorts(2);
      const all = ['extender', '--kubeconfig', server.kubeconfigPath, '--port', String(port), ...args];
      const printed = await runProgram([...all, '--print-config']);
      assert.equal(printed.code, 0, printed.output);
      const extender = startProgram([...all, '-v', '1'], { XDG_STATE_HOME: state });
      programs.push(extender);
      await extender.says('extender running at ');
      await kubeScheduler(edit(printed.output), securePort);
      return { extender, port };
    };
    const kubeScheduler = async (
      config: string,
      securePort: number,
      file = findProgram('kube-scheduler'),
    ) => {
      const path = join(server.folder, `extended-${securePort}.yaml`);
      await writeFile(path, config);
      const args = ['--config', path, '--secure-port', String(securePort), '-v', '4'];
      programs.push(startExecutable(file ?? '', args));
    };
    const create = (wanted: Pod) => createPod(api, wanted);
    const get = (name: string) => api.get(PODS, { ...IN_DEFAULT, name });
    const told = async (name: string) =>
      (await get(name)).status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? '';

    /** Where a burst of pods ends, by its names. */
    const placement = async () => {
      // the pods that a kube-scheduler finds when it starts come in any order, so it must have begun
      await create(pod('probe').scheduler(NAME).build());
      await eventually(async () => (await get('probe')).spec.nodeName !== undefined, 'the probe is placed');
      await clear(api);
      for (const [name, count] of Object.entries(BEFORE))
        for (let number = 0; number < count; number++)
          await create(pod(`before-${name}-${number}`).on(name).build());
      const names = Array.from({ length: 30 }, (_, at) => `pod-${String(at).padStart(2, '0')}`);
      for (const name of names) await create(pod(name).scheduler(NAME).build());
      const placed = async () =>
        (await api.list(PODS, IN_DEFAULT)).items.filter(({ metadata }) => names.includes(metadata.name));
      await eventually(
        async () => (await placed()).every(({ spec }) => spec.nodeName),
        'all are placed',
        60_000,
      );
      return Object.fromEntries((await placed()).map(({ metadata, spec }) => [metadata.name, spec.nodeName]));
    };
    const ownPlacement = async () => {
      const args = ['serve', '--kubeconfig', server.kubeconfigPath, '--scheduler-name', NAME];
      const own = startProgram(args, { XDG_STATE_HOME: state });
      await own.says(`${NAME} running`);
      const found = await placement();
      await own.end('SIGTERM');
      await clear(api);
      return found;
    };

    test(
      'places a burst of pods where our own scheduler does, by names and by nodes, the Go plugin too',
      {
        timeout: 240_000,
      },
      async (context) => {
        const own = await ownPlacement();
        assert.equal(new Set(Object.values(own)).size, WORKERS.length);
        const { extender } = await extended();
        assert.deepEqual(await placement(), own);
        assert.match(extender.output(), /bind .*"PodName":"pod-29"/);
        await Promise.all(programs.splice(0).map((program) => program.end('SIGKILL')));
        await clear(api);

        await extended([], (config) => config.replace('nodeCacheCapable: true', 'nodeCacheCapable: false'));
        assert.deepEqual(await placement(), own);
        await Promise.all(programs.splice(0).map((program) => program.end('SIGKILL')));
        await clear(api);

        const plugin = await findGoPlugin();
        if (plugin === undefined) return context.diagnostic('SKIPPED: the Go plugin is not built');
        const [securePort = 0] = await freePorts(1);
        await kubeScheduler(
          schedulerConfig(server.kubeconfigPath, NAME, GO_PLUGIN_PROFILE),
          securePort,
          plugin,
        );
        assert.deepEqual(await placement(), own);
      },
    );

    test("says in kube-scheduler's own message why our filters, and a plugin's, leave nodes out", async () => {
      const file = join(state, 'tea.ts');
      await writeFile(file, TEA);
      await extended(['--plugin', file]);
      await create(pod('thirsty').scheduler(NAME).build());
      await eventually(async () => (await get('thirsty')).spec.nodeName === 'worker3', 'it is where tea is');
      await create(pod('picky').scheduler(NAME).selector('kubernetes.io/hostname', 'worker2').build());
      const wanted =
        "0/6 nodes are available: 1 node(s) had no tea, 5 node(s) didn't match Pod's node affinity/selector. ";
      await eventually(async () => (await told('picky')) !== '', 'it is told');
      assert.ok((await told('picky')).startsWith(wanted.trimEnd()), await told('picky'));
      await eventually(async () => {
        const { items } = await api.list(EVENTS, IN_DEFAULT);
        return items.some(
          ({ reason, note }) => reason === 'FailedScheduling' && note?.includes('1 node(s) had no tea'),
        );
      }, 'an event says it');
    });

    test('an extender that is gone fails every attempt, and says where it was', async () => {
      const { extender, port } = await extended();
      await extender.end('SIGTERM');
      assert.match(extender.output(), /extender stopped/);
      await create(pod('lost').scheduler(NAME).build());
      await eventually(async () => (await told('lost')) !== '', 'it is told');
      const at = `127.0.0.1:${port}`;
      assert.equal(
        await told('lost'),
        `Post "http://${at}/filter": dial tcp ${at}: connect: connection refused`,
      );
    });

    test('over HTTPS, and what an answer of error says reaches the pod', async () => {
      const certs = join(server.folder, 'certs/apiserver');
      const file = join(state, 'broken.ts');
      await writeFile(file, "export default { name: 'Broken', filter() { throw new Error('no idea'); } };");
      const tls = ['--tls-cert-file', `${certs}.crt`, '--tls-private-key-file', `${certs}.key`];
      const { extender } = await extended([...tls, '--plugin', file]);
      assert.match(extender.output(), /running at https:/);
      await create(pod('unlucky').scheduler(NAME).build());
      await eventually(async () => (await told('unlucky')) !== '', 'it is told');
      assert.equal(await told('unlucky'), 'running Filter plugin "Broken": no idea');
    });

    test('is asked before kube-scheduler preempts, and keeps it off nodes where that is in vain', async () => {
      const file = join(state, 'tea.ts');
      await writeFile(file, TEA);
      const { extender } = await extended(['--policy', 'default', '--plugin', file]);
      for (const name of WORKERS) {
        const low = pod(`low-${name}`).on(name).requests({ cpu: '4' }).build();
        await create({ ...low, spec: { ...low.spec, terminationGracePeriodSeconds: 0 } });
      }
      const high = pod('high')
        .scheduler(NAME)
        .requests({ cpu: '2' })
        .priorityClass('system-cluster-critical');
      await create(high.build());
      await eventually(async () => (await get('high')).spec.nodeName === 'worker3', 'it took the place');
      assert.match(extender.output(), /preempt default\/high: \{"NodeNameToMetaVictims":\{"worker3":/);
      const left = (await api.list(PODS, IN_DEFAULT)).items.map(({ metadata }) => metadata.name);
      assert.deepEqual(
        left.toSorted(),
        ['high', ...WORKERS.filter((name) => name !== 'worker3').map((name) => `low-${name}`)].toSorted(),
      );
    });
  },
);

function worker(name: string): Node {
  const shape = { cpu: '4', memory: '32Gi', pods: '110' };
  return node(name).allocatable(shape).label('kubernetes.io/hostname', name).build();
}

async function createPod(api: ClusterApi, { metadata, spec }: Pod): Promise<void> {
  const { priority: _of, ...rest } = spec;
  await api.create(PODS, { metadata: { name: metadata.name, ...IN_DEFAULT }, spec: rest });
}

async function clear(api: ClusterApi): Promise<void> {
  const all = async () => (await api.list(PODS, IN_DEFAULT)).items;
  for (const { metadata } of await all()) await api.delete(PODS, metadata, { gracePeriodSeconds: 0 });
  for (const { metadata } of (await api.list(EVENTS, IN_DEFAULT)).items) await api.delete(EVENTS, metadata);
  await eventually(async () => (await all()).length === 0, 'all pods are gone');
}

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { EVENTS, PODS } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/types.ts';
import { connect, type Connection } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { MIN_AVAILABLE, POD_GROUP } from '../../src/scheduler/plugins/coscheduling/pod-group.ts';
import { node, pod } from '../helpers/builders.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, startProgram } from '../helpers/program.ts';
import { type RealApiServer, startRealApiServer } from '../helpers/real-api-server.ts';
import { createNode } from '../helpers/real-objects.ts';
import { missing } from '../helpers/require-tools.ts';

const GANGS = `
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: workshop-scheduler
  plugins:
    multiPoint:
      enabled: [{name: Coscheduling}]
    queueSort:
      disabled: [{name: "*"}]
      enabled: [{name: Coscheduling}]
  pluginConfig:
  - name: Coscheduling
    args: {permitWaitingTimeSeconds: 20}
`;

void suite(
  'gates, gangs and the race, on a real kube-apiserver',
  { skip: missing('etcd', 'kube-apiserver') },
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
      await createNode(api, node('worker').allocatable({ cpu: '2', memory: '4Gi', pods: '110' }).build());
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
    const create = ({ metadata, spec }: Pod) => {
      const { name, namespace = 'default', labels } = metadata;
      return api.create(PODS, { metadata: { name, namespace, ...(labels && { labels }) }, spec });
    };
    const pods = async () => (await api.list(PODS, { namespace: 'default' })).items;
    const placed = async () =>
      (await pods()).filter(({ spec }) => spec.nodeName).map(({ metadata }) => metadata.name);
    const clear = async () => {
      for (const { metadata } of await pods()) await api.delete(PODS, metadata, { gracePeriodSeconds: 0 });
      await eventually(async () => (await pods()).length === 0, 'no pod is left');
    };
    const ours = (name: string) => pod(name).scheduler('workshop-scheduler').requests({ cpu: '1' });

    test('a gated pod gets no event and no node until its gate is taken away', async () => {
      const program = await serve();
      await create(ours('held').gate('example.com/wait').build());
      await create(ours('free').build());
      await program.says('bound default/free -> worker');
      assert.deepEqual(await placed(), ['free']);
      await api.patch(PODS, { namespace: 'default', name: 'held' }, { spec: { schedulingGates: null } });
      await program.says('bound default/held -> worker');
      // what was recorded is written before it ends
      assert.equal(await program.end('SIGINT'), 0);
      const { items } = await api.list(EVENTS, { namespace: 'default' });
      assert.deepEqual(
        items.filter(({ regarding }) => regarding?.name === 'held').map(({ reason }) => reason),
        ['Scheduled'],
      );
      await clear();
    });

    test('a gang is placed as a whole or not at all', async () => {
      const config = join(state, 'gangs.yaml');
      await writeFile(config, GANGS);
      const program = await serve('--config', config);
      const member = (name: string) =>
        create(ours(name).label(POD_GROUP, 'g').label(MIN_AVAILABLE, '2').build());
      await create(ours('in-the-way').build());
      await program.says('bound default/in-the-way -> worker');
      await member('a');
      await program.says('cannot find enough sibling pods, current pods number: 1, minMember of group: 2');
      await member('b');
      await program.says('optimistic rejection in PostFilter');
      assert.deepEqual(await placed(), ['in-the-way']);
      await api.delete(PODS, { namespace: 'default', name: 'in-the-way' }, { gracePeriodSeconds: 0 });
      await program.says('bound default/a -> worker', 30_000);
      await program.says('bound default/b -> worker');
      assert.equal(await program.end('SIGINT'), 0);
      await clear();
    });

    test('by its own speed the scheduler overcommits a node, unless it assumes what it has decided', async () => {
      // they ask for nothing, and keep the scheduler busy so that bindings take a moment
      const crowd = Array.from({ length: 40 }, (_, at) => pod(`crowd-${at}`).scheduler('workshop-scheduler'));
      const six = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
      const createAll = () =>
        Promise.all([...crowd, ...six.map((name) => ours(name))].map((one) => create(one.build())));
      const ofSix = async () => (await placed()).filter((name) => six.includes(name)).length;
      await createAll();
      const careful = await serve();
      await careful.says('failed to schedule default/p6');
      await eventually(async () => (await ofSix()) === 2, 'two are placed');
      assert.equal(await careful.end('SIGINT'), 0);
      assert.equal(await ofSix(), 2);
      await clear();
      await createAll();
      const careless = await serve('--no-assume');
      await eventually(async () => (await ofSix()) > 2, 'more are placed than fit');
      assert.equal(await careless.end('SIGINT'), 0);
    });
  },
);

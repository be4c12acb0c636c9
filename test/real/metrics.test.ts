import assert from 'node:assert/strict';
import { get } from 'node:https';
import { after, before, suite, test } from 'node:test';
import { connect, type Connection } from '../../src/kube/connect.ts';
import { PODS } from '../../src/api/resources.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { node, pod } from '../helpers/builders.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, startProgram } from '../helpers/program.ts';
import { freePorts, type RealApiServer, startRealApiServer } from '../helpers/real-api-server.ts';
import { createNode, fresh } from '../helpers/real-objects.ts';
import { missing } from '../helpers/require-tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const skip = missing('etcd', 'kube-apiserver', 'kube-scheduler');

/** Both measure one cycle in ten plugin by plugin: of so many, one at least. */
const PODS_OF_EACH = 80;
const SAMPLED = 'scheduler_plugin_execution_duration_seconds';

interface Metric {
  readonly type: string;
  readonly labels: readonly string[];
  /** The bounds of a histogram, in order. */
  readonly bounds: readonly string[];
}

void suite('our metrics beside those of the real kube-scheduler', { skip }, () => {
  let server: RealApiServer;
  let connection: Connection;
  let ours: ReadonlyMap<string, Metric>;
  let theirs: ReadonlyMap<string, Metric>;
  let program: Program;
  const temp = tempFolder();

  before(async () => {
    server = await startRealApiServer();
    connection = await connect({ kubeconfig: server.kubeconfigPath, env: {}, home: '/', clock: systemClock });
    const { api } = connection;
    const [port = 0, theirPort = 0] = await freePorts(2);
    await createNode(api, node('worker').allocatable({ cpu: '4', memory: '8Gi', pods: '300' }).build());
    program = startProgram(
      [
        'serve',
        '--kubeconfig',
        server.kubeconfigPath,
        '--scheduler-name',
        'ours',
        '--policy',
        'default',
        '--leader-elect',
        '--serve-health',
        String(port),
        '--tls-cert-file',
        `${server.folder}/certs/apiserver.crt`,
        '--tls-private-key-file',
        `${server.folder}/certs/apiserver.key`,
      ],
      { XDG_STATE_HOME: temp.path },
    );
    await server.startScheduler('theirs', {}, { port: theirPort, leaderElect: true });
    await program.says('ours running');
    for (const scheduler of ['ours', 'theirs']) {
      const make = (name: string) => pod(`${scheduler}-${name}`).scheduler(scheduler);
      const create = (one: ReturnType<typeof make>) => api.create(PODS, fresh(one.build()));
      for (let number = 0; number < PODS_OF_EACH; number++)
        await create(make(`fits-${number}`).requests({ cpu: '10m' }));
      await create(make('too-big').requests({ cpu: '99' }));
      await create(make('gated').gate('example.com/wait'));
    }
    await eventually(async () => {
      const { items } = await api.list(PODS, { namespace: 'default' });
      return items.filter(({ spec }) => spec.nodeName).length >= 2 * PODS_OF_EACH;
    }, 'all pods that fit are bound');
    // theirs tells of its plugins once a second
    await eventually(async () => {
      theirs = parse(await securely(`https://127.0.0.1:${theirPort}/metrics`, server.token));
      return theirs.has(SAMPLED);
    }, 'the sampled cycles are told');
    ours = parse(await securely(`https://127.0.0.1:${port}/metrics`, 'nobody asks for one'));
  });

  after(async () => {
    await program.end('SIGTERM');
    await connection.close();
    await server.stop();
    temp[Symbol.dispose]();
  });

  test('each of ours is one of theirs, of the same type and with the same labels and bounds', () => {
    const named = [...ours.keys()];
    assert.ok(named.length >= 20, named.join(', '));
    for (const name of named) assert.deepEqual(ours.get(name), theirs.get(name), name);
  });

  test('those that dashboards and alerts ask for are among ours', () => {
    for (const name of [
      'scheduler_schedule_attempts_total',
      'scheduler_scheduling_attempt_duration_seconds',
      'scheduler_scheduling_algorithm_duration_seconds',
      'scheduler_pod_scheduling_sli_duration_seconds',
      'scheduler_pod_scheduling_attempts',
      'scheduler_pending_pods',
      'scheduler_queue_incoming_pods_total',
      'scheduler_framework_extension_point_duration_seconds',
      SAMPLED,
      'scheduler_cache_size',
      'scheduler_unschedulable_pods',
      'scheduler_preemption_attempts_total',
      'scheduler_preemption_victims',
      'rest_client_requests_total',
      'leader_election_master_status',
      'process_cpu_seconds_total',
    ])
      assert.ok(ours.has(name), name);
  });
});

/** What Prometheus' text format says of each metric. */
function parse(text: string): ReadonlyMap<string, Metric> {
  const types = new Map(
    Array.from(text.matchAll(/^# TYPE (\w+) (\w+)$/gm), ([, name = '', type = '']) => [name, type]),
  );
  const labels = new Map<string, Set<string>>();
  const bounds = new Map<string, Set<string>>();
  for (const [, sample = '', pairs = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const base = sample.replace(/_(bucket|sum|count)$/, '');
    const name = types.get(base) === 'histogram' ? base : sample;
    const own = labels.get(name) ?? new Set();
    labels.set(name, own);
    for (const [, label = '', value = ''] of pairs.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      if (label === 'le') bounds.set(name, (bounds.get(name) ?? new Set()).add(value));
      else own.add(label);
    }
  }
  return new Map(
    [...types].map(([name, type]) => [
      name,
      { type, labels: [...(labels.get(name) ?? [])].toSorted(), bounds: [...(bounds.get(name) ?? [])] },
    ]),
  );
}

function securely(url: string, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get(url, { headers, rejectUnauthorized: false, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

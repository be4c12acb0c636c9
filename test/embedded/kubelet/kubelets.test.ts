import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { DEPLOYMENTS, EVENTS, LEASES, NODES, PODS } from '../../../src/embedded/controllers/runtime/kinds.ts';
import type { Node, Pod } from '../../../src/embedded/data/types.ts';
import { BEAT_MS } from '../../../src/embedded/kubelet/heartbeats.ts';
import { startNode, stopNode } from '../../../src/embedded/kubelet/silence.ts';
import { template, TestCluster, type Wanted } from '../controllers/cluster.ts';

function clusterFor(t: TestContext, wanted: Wanted = {}): TestCluster {
  const cluster = new TestCluster(wanted);
  t.after(() => {
    cluster.stop();
  });
  return cluster;
}

function run(cluster: TestCluster, name: string, spec: Partial<Pod['spec']> = {}): Pod {
  const pod = { metadata: { name, namespace: 'default' }, spec: { ...template('web').spec, ...spec } };
  return cluster.client.create(PODS, { ...pod, spec: { containers: [], ...pod.spec } });
}

function ready(node: Node): string {
  const found = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return `${found?.status ?? ''} ${found?.reason ?? ''}`;
}

test('a pod runs on its node: statuses one after the other, an address of the node, events', async (t) => {
  const cluster = clusterFor(t);
  const isNew = (node: Node): boolean => JSON.stringify(node.spec?.taints ?? []).includes('not-ready');
  await cluster.until('nodes take pods', () => !cluster.client.list(NODES).some(isNew));
  const phases: string[] = [];
  t.after(
    cluster.store.subscribe(PODS.info.storage, ({ entry }) => {
      const { status } = cluster.client.byKey(PODS, entry.key) ?? {};
      const state = status?.containerStatuses?.[0]?.state ?? {};
      phases.push(`${status?.phase ?? ''} ${Object.keys(state).join()}`.trim());
    }),
  );
  run(cluster, 'one');
  await cluster.until('running', () => cluster.the(PODS, 'one').status?.phase === 'Running');
  assert.deepEqual(phases, ['Pending', 'Pending', 'Pending waiting', 'Running running']);
  const { status, spec } = cluster.the(PODS, 'one');
  assert.match(status?.podIP ?? '', spec?.nodeName === 'worker1' ? /^10\.244\.1\.\d+$/ : /^10\.244\.2\.\d+$/);
  assert.deepEqual(status?.podIPs, [{ ip: status?.podIP }]);
  assert.match(status?.hostIP ?? '', /^172\.18\.0\.[34]$/);
  assert.deepEqual(
    cluster.events('one').filter((line) => !line.startsWith('Scheduled')),
    [
      'Pulled: Container image "web:1" already present on machine and can be accessed by the pod',
      'Created: Container created',
      'Started: Container started',
    ],
  );
  assert.deepEqual(cluster.logged, []);
});

test('a deleted pod is terminating, its containers end, then it is gone', async (t) => {
  const cluster = clusterFor(t);
  run(cluster, 'one');
  await cluster.until('running', () => cluster.ready().length === 1);
  const changes: string[] = [];
  t.after(
    cluster.store.subscribe(PODS.info.storage, ({ type, entry }) => {
      const state = cluster.client.byKey(PODS, entry.key)?.status?.containerStatuses?.[0]?.state ?? {};
      changes.push(`${type} ${Object.keys(state).join()}`.trim());
    }),
  );
  cluster.client.delete(PODS, cluster.the(PODS, 'one'));
  assert.ok(cluster.the(PODS, 'one').metadata.deletionTimestamp);
  await cluster.until('gone', () => !cluster.get(PODS, 'one'));
  // as in the real server, the kubelet's own deletion first takes the rest of the grace away
  assert.deepEqual(changes, ['MODIFIED running', 'MODIFIED terminated', 'MODIFIED terminated', 'DELETED']);
  assert.ok(cluster.events('one').includes('Killing: Stopping container main'));
});

test('a pod that was bound past the scheduler and does not fit is refused', async (t) => {
  const cluster = clusterFor(t, { scheduler: false });
  run(cluster, 'big', {
    nodeName: 'worker1',
    containers: [{ name: 'main', image: 'x', resources: { requests: { cpu: '9' } } }],
  });
  await cluster.until('refused', () => cluster.the(PODS, 'big').status?.phase === 'Failed');
  const { status } = cluster.the(PODS, 'big');
  assert.equal(status?.reason, 'OutOfcpu');
  const words = "Node didn't have enough resource: cpu, requested: 9000, used: 0, capacity: 8000";
  assert.equal(status.message, `Pod was rejected: ${words}`);
  assert.deepEqual(cluster.events('big'), [`OutOfcpu: ${words}`]);
});

test('two hundred pods of one node have two hundred addresses', async (t) => {
  const cluster = clusterFor(t, { scheduler: false, workers: 1 });
  const node = cluster.the(NODES, 'worker1');
  const pods = { ...node.status?.allocatable, pods: '300' };
  cluster.client.update(NODES, { ...node, status: { ...node.status, allocatable: pods } }, 'status');
  for (let at = 0; at < 200; at += 1) run(cluster, `p${String(at)}`, { nodeName: 'worker1' });
  await cluster.until('all run', () => cluster.ready().length === 200);
  assert.equal(new Set(cluster.pods().map(({ status }) => status?.podIP)).size, 200);
});

test('a sign of life does not wait behind thousands of new pods', async (t) => {
  const cluster = clusterFor(t, { workers: 9, scheduler: false });
  // a moment before the next beat
  await cluster.clock.advance(BEAT_MS * 20 - 1);
  for (let number = 0; number < 4_000; number += 1)
    run(cluster, `p${String(number)}`, { nodeName: `worker${String(1 + (number % 9))}` });
  const waiting: number[] = [];
  t.after(
    cluster.store.subscribe(LEASES.info.storage, () => {
      waiting.push(cluster.pods().filter(({ status }) => status?.startTime === undefined).length);
    }),
  );
  await cluster.until('a lease renewed', () => waiting.length > 0, 1);
  assert.ok((waiting[0] ?? 0) > 500, `${String(waiting[0])} pods wait`);
});

test('every node renews its lease every ten seconds', async (t) => {
  const cluster = clusterFor(t, { workers: 3 });
  await cluster.clock.advance(30_000);
  const start = cluster.clock.now();
  const renewed = new Map<string, number>();
  t.after(
    cluster.store.subscribe(LEASES.info.storage, ({ entry }) => {
      renewed.set(entry.key, (renewed.get(entry.key) ?? 0) + 1);
    }),
  );
  await cluster.clock.advance(100_000);
  assert.deepEqual([...renewed.values()], [10, 10, 10, 10]);
  const lease = cluster.the(LEASES, 'worker1', 'kube-node-lease');
  assert.ok(Date.parse(lease.spec?.renewTime ?? '') > start);
  assert.equal(lease.metadata.ownerReferences?.[0]?.name, 'worker1');
});

test('a node that falls silent is NotReady after its grace period, loses its pods, and comes back', async (t) => {
  const cluster = clusterFor(t);
  const tolerations = ['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 20,
  }));
  const web = template('web');
  cluster.client.create(DEPLOYMENTS, {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: 'web' } },
      template: { ...web, spec: { ...web.spec, containers: web.spec?.containers ?? [], tolerations } },
    },
  });
  await cluster.until('running', () => cluster.ready().length === 4);
  const there = cluster.pods().filter(({ spec }) => spec?.nodeName === 'worker1');
  assert.equal(there.length, 2);

  assert.equal(stopNode(cluster.client, 'worker1'), true);
  const stopped = cluster.clock.now();
  await cluster.until('NotReady', () => ready(cluster.the(NODES, 'worker1')) === 'Unknown NodeStatusUnknown');
  const after = cluster.clock.now() - stopped;
  assert.ok(after >= 40_000 && after <= 70_000, `${String(after)} ms`);
  await cluster.clock.advance(100);
  assert.deepEqual(
    cluster.the(NODES, 'worker1').spec?.taints?.map(({ key, effect }) => `${key} ${effect}`),
    ['node.kubernetes.io/unreachable NoSchedule', 'node.kubernetes.io/unreachable NoExecute'],
  );
  assert.ok(cluster.events('worker1').includes('NodeNotReady: Node worker1 status is now: NodeNotReady'));
  assert.equal(cluster.ready().filter(({ spec }) => spec?.nodeName === 'worker1').length, 0);

  await cluster.until('the pods run elsewhere', () => cluster.ready().length === 4);
  const hanging = cluster.pods().filter(({ metadata }) => metadata.deletionTimestamp);
  assert.equal(hanging.length, 2, 'a dead kubelet ends nothing');
  assert.ok(cluster.client.list(EVENTS, 'default').some(({ reason }) => reason === 'TaintManagerEviction'));

  assert.equal(startNode(cluster.client, 'worker1'), true);
  await cluster.until('caught up', () => cluster.pods().length === 4);
  assert.equal(ready(cluster.the(NODES, 'worker1')), 'True KubeletReady');
  assert.equal(cluster.the(NODES, 'worker1').spec?.taints, undefined);
  assert.deepEqual(cluster.logged, []);
});

test('a node that a person made has no kubelet and is never ready', async (t) => {
  const cluster = clusterFor(t);
  cluster.client.create(NODES, { metadata: { name: 'paper' } });
  await cluster.until(
    'given up',
    () => ready(cluster.the(NODES, 'paper')) === 'Unknown NodeStatusNeverUpdated',
  );
});

test('the pods of a node that was deleted go too', async (t) => {
  const cluster = clusterFor(t, { scheduler: false });
  run(cluster, 'one', { nodeName: 'worker1' });
  await cluster.until('running', () => cluster.ready().length === 1);
  cluster.client.delete(NODES, cluster.the(NODES, 'worker1'));
  await cluster.until('gone', () => cluster.pods().length === 0);
});

test('stopping a node that is not there says so', (t) => {
  const cluster = clusterFor(t);
  assert.equal(stopNode(cluster.client, 'nobody'), false);
});

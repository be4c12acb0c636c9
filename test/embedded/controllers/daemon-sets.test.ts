import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { DAEMON_SETS, NODES, PODS } from '../../../src/embedded/controllers/runtime/kinds.ts';
import { nameOf } from '../../../src/embedded/controllers/runtime/owners.ts';
import type { DaemonSetSpec, PodSpec, Taint } from '../../../src/embedded/data/types.ts';
import { template, TestCluster } from './cluster.ts';

function clusterFor(t: TestContext): TestCluster {
  const cluster = new TestCluster({ workers: 3 });
  t.after(() => {
    cluster.stop();
    assert.deepEqual(cluster.logged, []);
  });
  return cluster;
}

function create(cluster: TestCluster, pod: Partial<PodSpec> = {}, spec: Partial<DaemonSetSpec> = {}): void {
  const { metadata = {}, spec: one = { containers: [] } } = template('agent');
  cluster.client.create(DAEMON_SETS, {
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata, spec: { ...one, ...pod } },
      ...spec,
    },
  });
}

function taint(cluster: TestCluster, name: string, ...taints: Taint[]): void {
  const node = cluster.the(NODES, name);
  cluster.client.update(NODES, { ...node, spec: { ...node.spec, taints } });
}

/** The nodes on which a pod of the set is ready. */
function places(cluster: TestCluster): string {
  return cluster
    .ready()
    .map(({ spec }) => spec?.nodeName ?? '')
    .toSorted()
    .join(' ');
}

async function until(cluster: TestCluster, wanted: string): Promise<void> {
  await cluster.until(`on ${wanted}`, () => places(cluster) === wanted);
}

const WORKERS = 'worker1 worker2 worker3';

test('every node that the pods tolerate has one: also a new one, and no more one that is gone', async (t) => {
  const cluster = clusterFor(t);
  create(cluster);
  await until(cluster, WORKERS);
  cluster.addNode(4);
  await until(cluster, `${WORKERS} worker4`);
  cluster.client.delete(NODES, cluster.the(NODES, 'worker4'));
  await until(cluster, WORKERS);
  const { status } = cluster.the(DAEMON_SETS, 'agent');
  assert.deepEqual(
    [status?.desiredNumberScheduled, status?.numberReady, status?.numberMisscheduled],
    [3, 3, 0],
  );
});

test('a set that tolerates everything runs on the control plane too', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { tolerations: [{ operator: 'Exists' }] });
  await until(cluster, `control-plane ${WORKERS}`);
});

test('a selector keeps it to some nodes, as their labels come and go', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { nodeSelector: { disk: 'fast' } });
  const label = (name: string, disk: string | null): void => {
    cluster.client.patch(NODES, cluster.the(NODES, name), { metadata: { labels: { disk } } });
  };
  label('worker2', 'fast');
  await until(cluster, 'worker2');
  label('worker3', 'fast');
  label('worker2', null);
  await until(cluster, 'worker3');
});

test('a taint keeps new pods away and lets the old one be, unless it evicts', async (t) => {
  const cluster = clusterFor(t);
  create(cluster);
  await until(cluster, WORKERS);
  taint(cluster, 'worker1', { key: 'team', effect: 'NoSchedule' });
  taint(cluster, 'worker2', { key: 'team', effect: 'NoExecute' });
  await until(cluster, 'worker1 worker3');
  await cluster.clock.advance(60_000);
  assert.equal(places(cluster), 'worker1 worker3');
  const [old] = cluster.pods().filter(({ spec }) => spec?.nodeName === 'worker1');
  assert.ok(old);
  cluster.client.delete(PODS, old);
  await until(cluster, 'worker3');
  taint(cluster, 'worker1');
  taint(cluster, 'worker2');
  await until(cluster, WORKERS);
});

test('a cordoned node keeps its pod and gets a new one', async (t) => {
  const cluster = clusterFor(t);
  create(cluster);
  await until(cluster, WORKERS);
  const node = cluster.the(NODES, 'worker1');
  cluster.client.update(NODES, { ...node, spec: { ...node.spec, unschedulable: true } });
  await cluster.clock.advance(1_000);
  const [old] = cluster.pods().filter(({ spec }) => spec?.nodeName === 'worker1');
  assert.ok(old);
  cluster.client.delete(PODS, old);
  await cluster.until(
    'a new one',
    () => places(cluster) === WORKERS && !cluster.ready().some((pod) => nameOf(pod) === nameOf(old)),
  );
});

test('a new template goes from node to node, one at a time', async (t) => {
  const cluster = clusterFor(t);
  create(cluster);
  await until(cluster, WORKERS);
  let fewest = 3;
  t.after(
    cluster.store.subscribe(PODS.info.storage, () => {
      fewest = Math.min(fewest, cluster.ready().length);
    }),
  );
  const set = cluster.the(DAEMON_SETS, 'agent');
  cluster.client.update(DAEMON_SETS, { ...set, spec: { ...set.spec, template: template('agent', 'serve') } });
  const isNew = (): boolean =>
    cluster.ready().every(({ spec }) => spec?.containers[0]?.command?.[0] === 'serve');
  await cluster.until('all new', () => places(cluster) === WORKERS && isNew());
  assert.equal(fewest, 2);
  await cluster.clock.advance(1_000);
  assert.equal(cluster.the(DAEMON_SETS, 'agent').status?.updatedNumberScheduled, 3);
});

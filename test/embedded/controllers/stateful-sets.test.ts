import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  CONTROLLER_REVISIONS,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  STATEFUL_SETS,
  STORAGE_CLASSES,
} from '../../../src/embedded/controllers/runtime/kinds.ts';
import { nameOf } from '../../../src/embedded/controllers/runtime/owners.ts';
import type { StatefulSetSpec } from '../../../src/embedded/data/types.ts';
import { STANDARD } from '../../../src/embedded/controllers/volumes/provisioner.ts';
import { template, TestCluster } from './cluster.ts';

function clusterFor(t: TestContext): TestCluster {
  const cluster = new TestCluster();
  t.after(() => {
    cluster.stop();
    assert.deepEqual(cluster.logged, []);
  });
  return cluster;
}

function create(cluster: TestCluster, spec: Partial<StatefulSetSpec> = {}): void {
  cluster.client.create(STATEFUL_SETS, {
    metadata: { name: 'db', namespace: 'default' },
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: template('db'),
      ...spec,
    },
  });
}

function change(cluster: TestCluster, spec: Partial<StatefulSetSpec>): void {
  const set = cluster.the(STATEFUL_SETS, 'db');
  cluster.client.update(STATEFUL_SETS, { ...set, spec: { ...set.spec, ...spec } });
}

/** Comings and goings of pods from now on: `+db-0`, `-db-0`. */
function comings(t: TestContext, cluster: TestCluster): string[] {
  const seen: string[] = [];
  t.after(
    cluster.store.subscribe(PODS.info.storage, ({ type, entry }) => {
      const name = nameOf(entry.object);
      if (type === 'ADDED') seen.push(`+${name}`);
      if (type === 'DELETED') seen.push(`-${name}`);
    }),
  );
  return seen;
}

/** `name image` of the pods there are. */
function images(cluster: TestCluster): string[] {
  return cluster.pods().map((pod) => `${nameOf(pod)} ${pod.spec?.containers[0]?.image ?? ''}`);
}

function isSettled(cluster: TestCluster, replicas: number): boolean {
  const { metadata, status } = cluster.the(STATEFUL_SETS, 'db');
  return (
    status?.observedGeneration === metadata.generation &&
    status?.replicas === replicas &&
    (status.readyReplicas ?? 0) === replicas &&
    cluster.pods().length === replicas
  );
}

test('pods come one after the other, each when the one before is ready, and go from the last', async (t) => {
  const cluster = clusterFor(t);
  const seen = comings(t, cluster);
  let isInOrder = true;
  t.after(
    cluster.store.subscribe(PODS.info.storage, ({ type }) => {
      if (type === 'ADDED') isInOrder &&= cluster.ready().length === cluster.pods().length - 1;
    }),
  );
  create(cluster);
  await cluster.until('three ready', () => isSettled(cluster, 3));
  assert.ok(isInOrder, 'each waits for the one before');
  change(cluster, { replicas: 1 });
  await cluster.until('one left', () => isSettled(cluster, 1));
  assert.deepEqual(seen, ['+db-0', '+db-1', '+db-2', '-db-2', '-db-1']);
});

test('a pod has its name, host name, number and the hash of its revision', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { replicas: 1 });
  await cluster.until('ready', () => isSettled(cluster, 1));
  const { metadata, spec } = cluster.the(PODS, 'db-0');
  const { currentRevision = '' } = cluster.the(STATEFUL_SETS, 'db').status ?? {};
  assert.deepEqual([spec?.hostname, spec?.subdomain, metadata.generateName], ['db-0', 'db', 'db-']);
  assert.deepEqual(metadata.labels, {
    app: 'db',
    'apps.kubernetes.io/pod-index': '0',
    'controller-revision-hash': currentRevision,
    'statefulset.kubernetes.io/pod-name': 'db-0',
  });
});

test('a deleted pod comes back under its name, with the claim that it had', async (t) => {
  const cluster = clusterFor(t);
  const claim = { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } };
  const resources = { requests: { storage: '1Gi' } };
  cluster.client.create(STORAGE_CLASSES, STANDARD);
  create(cluster, {
    replicas: 2,
    volumeClaimTemplates: [{ ...claim, spec: { ...claim.spec, resources } }],
  });
  await cluster.until('ready', () => isSettled(cluster, 2));
  const uid = cluster.the(PODS, 'db-1').metadata.uid;
  const claims = (): (string | undefined)[] =>
    cluster.client.list(PERSISTENT_VOLUME_CLAIMS, 'default').map(({ metadata }) => metadata.uid);
  const before = claims();
  assert.equal(before.length, 2);
  cluster.client.delete(PODS, cluster.the(PODS, 'db-1'));
  await cluster.until('back', () => isSettled(cluster, 2) && cluster.the(PODS, 'db-1').metadata.uid !== uid);
  assert.deepEqual(claims(), before);
  change(cluster, { replicas: 0 });
  await cluster.until('none', () => isSettled(cluster, 0));
  assert.deepEqual(claims(), before, 'claims outlive their pods');
  assert.equal(cluster.client.list(PERSISTENT_VOLUMES).length, 2);
  for (const claim of cluster.client.list(PERSISTENT_VOLUME_CLAIMS, 'default'))
    cluster.client.delete(PERSISTENT_VOLUME_CLAIMS, claim);
  await cluster.until('volumes go with them', () => cluster.client.list(PERSISTENT_VOLUMES).length === 0);
});

test('a new template rolls out from the last to the first, no further than the partition', async (t) => {
  const cluster = clusterFor(t);
  create(cluster);
  await cluster.until('ready', () => isSettled(cluster, 3));
  const seen = comings(t, cluster);
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } };
  change(cluster, { template: template('db', 'serve'), updateStrategy });
  await cluster.until('the last is new', () => seen.length === 2 && isSettled(cluster, 3));
  await cluster.clock.advance(60_000);
  assert.deepEqual(seen, ['-db-2', '+db-2']);

  cluster.client.delete(PODS, cluster.the(PODS, 'db-0'));
  await cluster.until('an old one is back', () => seen.length === 4 && isSettled(cluster, 3));
  assert.equal(cluster.the(PODS, 'db-0').spec?.containers[0]?.command, undefined, 'as it was');

  change(cluster, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } });
  await cluster.until('all new', () => seen.length === 8 && isSettled(cluster, 3));
  assert.deepEqual(seen.slice(4), ['-db-1', '+db-1', '-db-0', '+db-0']);
  const { status } = cluster.the(STATEFUL_SETS, 'db');
  assert.equal(status?.currentRevision, status?.updateRevision);
  assert.equal(cluster.client.list(CONTROLLER_REVISIONS, 'default').length, 2);
});

test('OnDelete waits for people', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { updateStrategy: { type: 'OnDelete' } });
  await cluster.until('ready', () => isSettled(cluster, 3));
  const { spec, ...rest } = template('new');
  change(cluster, { template: { ...rest, metadata: { labels: { app: 'db' } }, ...(spec ? { spec } : {}) } });
  await cluster.clock.advance(60_000);
  assert.deepEqual(images(cluster), ['db-0 db:1', 'db-1 db:1', 'db-2 db:1']);
  cluster.client.delete(PODS, cluster.the(PODS, 'db-1'));
  await cluster.until('one is new', () => images(cluster).includes('db-1 new:1') && isSettled(cluster, 3));
  assert.deepEqual(images(cluster), ['db-0 db:1', 'db-1 new:1', 'db-2 db:1']);
});

test('Parallel pods come and go together', async (t) => {
  const cluster = clusterFor(t);
  const seen = comings(t, cluster);
  create(cluster, { podManagementPolicy: 'Parallel', ordinals: { start: 5 } });
  await cluster.until('all made', () => cluster.pods().length === 3);
  assert.equal(cluster.ready().length, 0, 'none waited');
  await cluster.until('ready', () => isSettled(cluster, 3));
  change(cluster, { replicas: 0 });
  await cluster.until('none', () => isSettled(cluster, 0));
  assert.deepEqual(seen.slice(0, 3), ['+db-5', '+db-6', '+db-7']);
});

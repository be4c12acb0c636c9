import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  NAMESPACES,
  PODS,
  REPLICA_SETS,
  SERVICE_ACCOUNTS,
} from '../../../src/embedded/controllers/runtime/kinds.ts';
import { uidOf } from '../../../src/embedded/controllers/runtime/owners.ts';
import type { ConfigMap } from '../../../src/embedded/data/types.ts';
import { template, TestCluster } from './cluster.ts';

function clusterFor(t: TestContext): TestCluster {
  const cluster = new TestCluster();
  t.after(() => {
    cluster.stop();
  });
  return cluster;
}

function owned(cluster: TestCluster, name: string, owners: readonly ConfigMap[], blocks = false): ConfigMap {
  return cluster.client.create(CONFIG_MAPS, {
    metadata: {
      name,
      namespace: 'default',
      ownerReferences: owners.map((owner) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: owner.metadata.name ?? '',
        uid: uidOf(owner),
        ...(blocks ? { blockOwnerDeletion: true } : {}),
      })),
    },
  });
}

async function deployed(cluster: TestCluster): Promise<void> {
  cluster.client.create(DEPLOYMENTS, {
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('web') },
  });
  await cluster.until('three ready pods', () => cluster.ready().length === 3);
}

test('what a deleted deployment owned goes after it', async (t) => {
  const cluster = clusterFor(t);
  await deployed(cluster);
  cluster.client.delete(DEPLOYMENTS, cluster.the(DEPLOYMENTS, 'web'), { propagationPolicy: 'Background' });
  assert.equal(cluster.get(DEPLOYMENTS, 'web'), undefined);
  await cluster.until('nothing left', () => cluster.pods().length === 0);
  assert.deepEqual(cluster.client.list(REPLICA_SETS, 'default'), []);
});

test('in the foreground the pods go first, the deployment last', async (t) => {
  const cluster = clusterFor(t);
  await deployed(cluster);
  const gone: string[] = [];
  for (const kind of [PODS, REPLICA_SETS, DEPLOYMENTS])
    t.after(
      cluster.store.subscribe(kind.info.storage, ({ type }) => {
        if (type === 'DELETED') gone.push(kind.info.kind);
      }),
    );
  cluster.client.delete(DEPLOYMENTS, cluster.the(DEPLOYMENTS, 'web'), { propagationPolicy: 'Foreground' });
  assert.deepEqual(cluster.the(DEPLOYMENTS, 'web').metadata.finalizers, ['foregroundDeletion']);
  await cluster.until('the deployment is gone', () => !cluster.get(DEPLOYMENTS, 'web'));
  assert.deepEqual(gone, ['Pod', 'Pod', 'Pod', 'ReplicaSet', 'Deployment']);
});

test('orphaned pods stay, without their owner, and are adopted by a new one', async (t) => {
  const cluster = clusterFor(t);
  await deployed(cluster);
  cluster.client.delete(DEPLOYMENTS, cluster.the(DEPLOYMENTS, 'web'), { propagationPolicy: 'Orphan' });
  await cluster.until('the deployment is gone', () => !cluster.get(DEPLOYMENTS, 'web'));
  const [set] = cluster.client.list(REPLICA_SETS, 'default');
  assert.equal(set?.metadata.ownerReferences, undefined);
  const before = cluster.pods().map(uidOf).toSorted();

  cluster.client.create(DEPLOYMENTS, {
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('web') },
  });
  await cluster.until('adopted', () =>
    cluster.client
      .list(REPLICA_SETS, 'default')
      .every(({ metadata }) => metadata.ownerReferences?.[0]?.name === 'web'),
  );
  await cluster.clock.advance(5_000);
  assert.deepEqual(cluster.pods().map(uidOf).toSorted(), before);
});

test('an object stays as long as one of its owners is there', async (t) => {
  const cluster = clusterFor(t);
  const [a, b] = [owned(cluster, 'a', []), owned(cluster, 'b', [])];
  owned(cluster, 'child', [a, b]);
  cluster.client.delete(CONFIG_MAPS, a);
  await cluster.until(
    'the reference is dropped',
    () => cluster.the(CONFIG_MAPS, 'child').metadata.ownerReferences?.length === 1,
  );
  cluster.client.delete(CONFIG_MAPS, b);
  await cluster.until('the child is gone', () => !cluster.get(CONFIG_MAPS, 'child'));
});

test('an object whose owner never was, or is another by now, goes', async (t) => {
  const cluster = clusterFor(t);
  const old = owned(cluster, 'a', []);
  cluster.client.delete(CONFIG_MAPS, old);
  owned(cluster, 'a', []);
  owned(cluster, 'child', [old]);
  await cluster.until('the child is gone', () => !cluster.get(CONFIG_MAPS, 'child'));
  assert.ok(cluster.get(CONFIG_MAPS, 'a'));
});

test('an owner in the foreground waits only for those that block it', async (t) => {
  const cluster = clusterFor(t);
  const owner = owned(cluster, 'owner', []);
  const blocking = owned(cluster, 'blocking', [owner], true);
  cluster.client.update(CONFIG_MAPS, {
    ...blocking,
    metadata: { ...blocking.metadata, finalizers: ['example.com/wait'] },
  });
  cluster.client.delete(CONFIG_MAPS, owner, { propagationPolicy: 'Foreground' });
  await cluster.clock.advance(5_000);
  const waiting = cluster.the(CONFIG_MAPS, 'blocking');
  assert.ok(waiting.metadata.deletionTimestamp);
  assert.ok(cluster.get(CONFIG_MAPS, 'owner'));
  cluster.client.update(CONFIG_MAPS, { ...waiting, metadata: { ...waiting.metadata, finalizers: [] } });
  await cluster.until('the owner is gone', () => !cluster.get(CONFIG_MAPS, 'owner'));
});

test('every namespace has a service account and the CA, and they come back', async (t) => {
  const cluster = clusterFor(t);
  cluster.client.create(NAMESPACES, { metadata: { name: 'team' } });
  const isThere = (): boolean =>
    Boolean(
      cluster.get(SERVICE_ACCOUNTS, 'default', 'team') &&
      cluster.get(CONFIG_MAPS, 'kube-root-ca.crt', 'team'),
    );
  await cluster.until('both are there', isThere);
  assert.deepEqual(cluster.the(CONFIG_MAPS, 'kube-root-ca.crt', 'team').data, { 'ca.crt': 'PEM' });
  cluster.client.delete(SERVICE_ACCOUNTS, cluster.the(SERVICE_ACCOUNTS, 'default', 'team'));
  cluster.client.delete(CONFIG_MAPS, cluster.the(CONFIG_MAPS, 'kube-root-ca.crt', 'team'));
  await cluster.until('both are back', isThere);
});

test('a namespace goes with all that is in it, and stays gone', async (t) => {
  const cluster = clusterFor(t);
  cluster.client.create(NAMESPACES, { metadata: { name: 'team' } });
  cluster.client.create(DEPLOYMENTS, {
    metadata: { name: 'web', namespace: 'team' },
    spec: { replicas: 120, selector: { matchLabels: { app: 'web' } }, template: template('web') },
  });
  await cluster.until('pods run', () => cluster.ready('team').length === 120);
  cluster.client.delete(NAMESPACES, cluster.the(NAMESPACES, 'team'));
  assert.equal(cluster.the(NAMESPACES, 'team').status?.phase, 'Terminating');
  await cluster.until('the namespace is gone', () => !cluster.get(NAMESPACES, 'team'));
  assert.deepEqual(cluster.pods('team'), []);
  assert.deepEqual(cluster.client.list(CONFIG_MAPS, 'team'), []);
});

test('a namespace waits for finalizers and says for which', async (t) => {
  const cluster = clusterFor(t);
  cluster.client.create(NAMESPACES, { metadata: { name: 'team' } });
  cluster.client.create(CONFIG_MAPS, {
    metadata: { name: 'kept', namespace: 'team', finalizers: ['example.com/wait'] },
  });
  cluster.client.delete(NAMESPACES, cluster.the(NAMESPACES, 'team'));
  await cluster.clock.advance(5_000);
  const said = cluster.the(NAMESPACES, 'team').status?.conditions?.map(({ message }) => message);
  assert.deepEqual(said, [
    'All resources successfully discovered',
    'All legacy kube types successfully parsed',
    'All content successfully deleted, may be waiting on finalization',
    'Some resources are remaining: configmaps. has 1 resource instances',
    'Some content in the namespace has finalizers remaining: example.com/wait in 1 resource instances',
  ]);
  const kept = cluster.the(CONFIG_MAPS, 'kept', 'team');
  cluster.client.update(CONFIG_MAPS, { ...kept, metadata: { ...kept.metadata, finalizers: [] } });
  await cluster.until('the namespace is gone', () => !cluster.get(NAMESPACES, 'team'));
});

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { DEPLOYMENTS, REPLICA_SETS } from '../../../src/embedded/controllers/runtime/kinds.ts';
import { nameOf } from '../../../src/embedded/controllers/runtime/owners.ts';
import type { Deployment, DeploymentSpec } from '../../../src/embedded/data/types.ts';
import { template, TestCluster } from './cluster.ts';

function clusterFor(t: TestContext): TestCluster {
  const cluster = new TestCluster();
  t.after(() => {
    cluster.stop();
  });
  return cluster;
}

function create(cluster: TestCluster, spec: Partial<DeploymentSpec> = {}): void {
  cluster.client.create(DEPLOYMENTS, {
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('web'), ...spec },
  });
}

function change(cluster: TestCluster, spec: Partial<DeploymentSpec>): void {
  const web = cluster.the(DEPLOYMENTS, 'web');
  cluster.client.update(DEPLOYMENTS, { ...web, spec: { ...web.spec, ...spec } });
}

function web(cluster: TestCluster): Deployment {
  return cluster.the(DEPLOYMENTS, 'web');
}

function isComplete(cluster: TestCluster): boolean {
  const { metadata, spec, status } = web(cluster);
  const { replicas, updatedReplicas, availableReplicas, observedGeneration, unavailableReplicas } =
    status ?? {};
  return (
    observedGeneration === metadata.generation &&
    [replicas, updatedReplicas, availableReplicas].every((count) => (count ?? 0) === spec.replicas) &&
    !unavailableReplicas
  );
}

function condition(cluster: TestCluster, type: string): string {
  const found = web(cluster).status?.conditions?.find((one) => one.type === type);
  return `${found?.status ?? ''} ${found?.reason ?? ''}`;
}

function image(cluster: TestCluster): string[] {
  return cluster.pods().map(({ spec }) => spec?.containers[0]?.image ?? '');
}

test('a deployment comes up: replica set, pods, conditions, events', async (t) => {
  const cluster = clusterFor(t);
  create(cluster);
  await cluster.until('complete', () => isComplete(cluster));
  const [set] = cluster.client.list(REPLICA_SETS, 'default');
  assert.ok(set);
  assert.match(nameOf(set), /^web-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/);
  assert.equal(set.metadata.annotations?.['deployment.kubernetes.io/revision'], '1');
  assert.equal(web(cluster).metadata.annotations?.['deployment.kubernetes.io/revision'], '1');
  await cluster.until('available', () => condition(cluster, 'Progressing') === 'True NewReplicaSetAvailable');
  assert.equal(condition(cluster, 'Available'), 'True MinimumReplicasAvailable');
  assert.deepEqual(cluster.events('web'), [
    `ScalingReplicaSet: Scaled up replica set ${nameOf(set)} from 0 to 3`,
  ]);
  assert.deepEqual(
    cluster.events(nameOf(set)).toSorted(),
    cluster.pods().map((pod) => `SuccessfulCreate: Created pod: ${nameOf(pod)}`),
  );
  assert.deepEqual(cluster.logged, []);
});

test('a new template rolls through without too few or too many pods, and the old set stays for an undo', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { replicas: 4 });
  await cluster.until('complete', () => isComplete(cluster));
  change(cluster, { template: template('web', 'serve') });
  let [most, least] = [0, 99];
  await cluster.until(
    'rolled out',
    () => {
      const alive = cluster.pods().filter(({ metadata }) => !metadata.deletionTimestamp);
      most = Math.max(most, alive.length);
      least = Math.min(least, cluster.ready().length);
      return isComplete(cluster);
    },
    20,
  );
  assert.deepEqual([most, least], [5, 3]);
  const sets = cluster.client.list(REPLICA_SETS, 'default');
  assert.deepEqual(
    sets.map(({ spec }) => spec.replicas).toSorted((a = 0, b = 0) => a - b),
    [0, 4],
  );

  // kubectl rollout undo puts the old template back
  change(cluster, { template: template('web') });
  await cluster.until('rolled back', () => isComplete(cluster));
  const [, old] = cluster.client
    .list(REPLICA_SETS, 'default')
    .toSorted((a, b) => (a.spec.replicas ?? 0) - (b.spec.replicas ?? 0));
  assert.equal(old?.metadata.annotations?.['deployment.kubernetes.io/revision'], '3');
  assert.equal(old.metadata.annotations['deployment.kubernetes.io/revision-history'], '1');
  assert.equal(cluster.client.list(REPLICA_SETS, 'default').length, 2);
});

test('Recreate ends every old pod before the first new one begins', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { strategy: { type: 'Recreate' } });
  await cluster.until('complete', () => isComplete(cluster));
  change(cluster, { template: { ...template('new'), metadata: { labels: { app: 'web' } } } });
  await cluster.until(
    'rolled out',
    () => {
      assert.equal(new Set(image(cluster)).size <= 1, true, 'old and new pods at once');
      return isComplete(cluster) && image(cluster)[0] === 'new:1';
    },
    20,
  );
});

test('scaling goes to the one active set, with an event for each way', async (t) => {
  const cluster = clusterFor(t);
  create(cluster);
  await cluster.until('complete', () => isComplete(cluster));
  const set = nameOf(cluster.client.list(REPLICA_SETS, 'default')[0] ?? { metadata: {} });
  change(cluster, { replicas: 5 });
  await cluster.until('scaled up', () => isComplete(cluster));
  change(cluster, { replicas: 1 });
  await cluster.until('scaled down', () => isComplete(cluster) && cluster.pods().length === 1);
  assert.deepEqual(cluster.events('web').slice(1), [
    `ScalingReplicaSet: Scaled up replica set ${set} from 3 to 5`,
    `ScalingReplicaSet: Scaled down replica set ${set} from 5 to 1`,
  ]);
});

test('a paused deployment is scaled but not rolled out; resumed it goes on', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { paused: false });
  await cluster.until('complete', () => isComplete(cluster));
  change(cluster, { paused: true, replicas: 2, template: template('web', 'serve') });
  await cluster.until('scaled', () => cluster.pods().length === 2);
  await cluster.clock.advance(5_000);
  assert.equal(condition(cluster, 'Progressing'), 'Unknown DeploymentPaused');
  assert.equal(cluster.client.list(REPLICA_SETS, 'default').length, 1);
  change(cluster, { paused: false });
  await cluster.until('rolled out', () => isComplete(cluster));
  assert.equal(cluster.client.list(REPLICA_SETS, 'default').length, 2);
});

test('a rollout that makes no progress is told so after its deadline', async (t) => {
  const cluster = clusterFor(t);
  const stuck = template('web');
  create(cluster, {
    progressDeadlineSeconds: 30,
    template: { ...stuck, spec: { ...(stuck.spec ?? { containers: [] }), nodeSelector: { no: 'where' } } },
  });
  await cluster.until(
    'timed out',
    () => condition(cluster, 'Progressing') === 'False ProgressDeadlineExceeded',
  );
  assert.equal(condition(cluster, 'Available'), 'False MinimumReplicasUnavailable');
});

test('only as many old sets are kept as revisionHistoryLimit says', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, { revisionHistoryLimit: 1, replicas: 1 });
  await cluster.until('complete', () => isComplete(cluster));
  for (const word of ['a', 'b', 'c']) {
    change(cluster, { template: template('web', word) });
    await cluster.until(`rolled out ${word}`, () => isComplete(cluster));
  }
  await cluster.until('cleaned up', () => cluster.client.list(REPLICA_SETS, 'default').length === 2);
});

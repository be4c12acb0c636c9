import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { JOBS, PODS } from '../../../src/embedded/controllers/runtime/kinds.ts';
import type { JobSpec } from '../../../src/embedded/data/types.ts';
import { template, TestCluster } from './cluster.ts';

function clusterFor(t: TestContext): TestCluster {
  const cluster = new TestCluster();
  t.after(() => {
    cluster.stop();
    assert.deepEqual(cluster.logged, []);
  });
  return cluster;
}

/** A job whose pods run the command once each. */
function create(cluster: TestCluster, command: readonly string[], spec: Partial<JobSpec> = {}): void {
  const { metadata = {}, spec: pod = { containers: [] } } = template('work', ...command);
  cluster.client.create(JOBS, {
    metadata: { name: 'work', namespace: 'default' },
    spec: { template: { metadata, spec: { ...pod, restartPolicy: 'Never' } }, ...spec },
  });
}

function condition(cluster: TestCluster, type: string): string {
  const found = cluster.the(JOBS, 'work').status?.conditions?.find((one) => one.type === type);
  return `${found?.status ?? '-'} ${found?.reason ?? ''}`.trim();
}

test('a job is complete when its pod is done, and the pod stays', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '2']);
  await cluster.until('complete', () => condition(cluster, 'Complete').startsWith('True'));
  const { status } = cluster.the(JOBS, 'work');
  assert.equal(status?.succeeded, 1);
  assert.ok(status.completionTime);
  assert.deepEqual(
    cluster.pods().map((pod) => pod.status?.phase),
    ['Succeeded'],
  );
  assert.equal(cluster.pods()[0]?.metadata.finalizers, undefined, 'nobody waits for it any more');
  assert.equal(cluster.events('work').at(-1), 'Completed: Job completed');
});

test('no more pods run at a time than parallelism says, until there were enough', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '5'], { completions: 5, parallelism: 2 });
  let most = 0;
  t.after(
    cluster.store.subscribe(PODS.info.storage, () => {
      const active = cluster.pods().filter(({ status }) => status?.phase !== 'Succeeded');
      most = Math.max(most, active.length);
    }),
  );
  await cluster.until('complete', () => condition(cluster, 'Complete').startsWith('True'));
  assert.equal(most, 2);
  assert.equal(cluster.pods().length, 5);
});

test('a job that fails too often is given up, with longer and longer breaks before', async (t) => {
  const cluster = clusterFor(t);
  const begun: number[] = [];
  t.after(
    cluster.store.subscribe(PODS.info.storage, ({ type }) => {
      if (type === 'ADDED') begun.push(cluster.clock.now());
    }),
  );
  create(cluster, ['false'], { backoffLimit: 2 });
  await cluster.until('failed', () => condition(cluster, 'Failed').startsWith('True'));
  assert.equal(condition(cluster, 'Failed'), 'True BackoffLimitExceeded');
  assert.equal(cluster.the(JOBS, 'work').status?.failed, 3);
  const breaks = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
  assert.equal(breaks.length, 2);
  assert.ok((breaks[0] ?? 0) >= 10_000 && (breaks[1] ?? 0) >= 20_000, breaks.join());
});

test('a job that takes too long is ended, with its pods', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '1000'], { activeDeadlineSeconds: 30 });
  await cluster.until('failed', () => condition(cluster, 'Failed').startsWith('True'));
  assert.equal(condition(cluster, 'Failed'), 'True DeadlineExceeded');
  await cluster.until('no pods run', () => cluster.pods().every(({ status }) => status?.phase !== 'Running'));
});

test('a suspended job has no pods until it is resumed', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '2'], { suspend: true });
  await cluster.until('suspended', () => condition(cluster, 'Suspended').startsWith('True'));
  await cluster.clock.advance(10_000);
  assert.equal(cluster.pods().length, 0);
  const job = cluster.the(JOBS, 'work');
  cluster.client.update(JOBS, {
    ...job,
    spec: { ...job.spec, template: job.spec?.template ?? {}, suspend: false },
  });
  await cluster.until('complete', () => condition(cluster, 'Complete').startsWith('True'));
});

test('each pod of an indexed job has its index', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '1'], { completions: 3, parallelism: 3, completionMode: 'Indexed' });
  await cluster.until('complete', () => condition(cluster, 'Complete').startsWith('True'));
  const indexes = cluster
    .pods()
    .map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-completion-index']);
  assert.deepEqual(new Set(indexes), new Set(['0', '1', '2']));
  assert.equal(indexes.length, 3);
  assert.equal(cluster.the(JOBS, 'work').status?.completedIndexes, '0-2');
});

test('what is finished goes after its time, with its pods', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '1'], { ttlSecondsAfterFinished: 60 });
  await cluster.until('complete', () => condition(cluster, 'Complete').startsWith('True'));
  await cluster.clock.advance(50_000);
  assert.ok(cluster.get(JOBS, 'work'));
  await cluster.until('gone', () => !cluster.get(JOBS, 'work') && cluster.pods().length === 0);
});

test('pods of a job that is deleted while they run do not hang on its finalizer', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '3600']);
  await cluster.until('runs', () => cluster.pods()[0]?.status?.phase === 'Running');
  assert.deepEqual(cluster.pods()[0]?.metadata.finalizers, ['batch.kubernetes.io/job-tracking']);
  cluster.client.delete(JOBS, cluster.the(JOBS, 'work'), { propagationPolicy: 'Background' });
  await cluster.until('gone', () => cluster.pods().length === 0);
});

test('a pod whose job is gone is let go, though it was orphaned, and one of the same name came', async (t) => {
  const cluster = clusterFor(t);
  create(cluster, ['sleep', '3600']);
  await cluster.until('runs', () => cluster.pods()[0]?.status?.phase === 'Running');
  const [before] = cluster.pods();
  cluster.client.delete(JOBS, cluster.the(JOBS, 'work'), { propagationPolicy: 'Orphan' });
  await cluster.until('deleted', () => !cluster.get(JOBS, 'work'));
  create(cluster, ['sleep', '3600']);
  const old = () => cluster.pods().find(({ metadata }) => metadata.uid === before?.metadata.uid);
  await cluster.until('let go', () => old()?.metadata.finalizers === undefined);
  assert.equal(old()?.status?.phase, 'Running');
});

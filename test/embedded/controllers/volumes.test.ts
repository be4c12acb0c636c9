import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  STORAGE_CLASSES,
} from '../../../src/embedded/controllers/runtime/kinds.ts';
import { TestCluster } from './cluster.ts';

/** A class whose claims wait for their first pod. */
function addClass(cluster: TestCluster, name: string, provisioner: string): void {
  cluster.client.create(STORAGE_CLASSES, {
    metadata: { name },
    provisioner,
    volumeBindingMode: 'WaitForFirstConsumer',
  });
}

function addClaim(cluster: TestCluster, name: string, storageClassName: string): void {
  cluster.client.create(PERSISTENT_VOLUME_CLAIMS, {
    metadata: { name, namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '1Gi' } } },
  });
}

function addPod(cluster: TestCluster, name: string, claimName?: string): void {
  cluster.client.create(PODS, {
    metadata: { name, namespace: 'default' },
    spec: {
      containers: [{ name: 'main', image: 'pause' }],
      ...(claimName && { volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] }),
    },
  });
}

const nodeOf = (cluster: TestCluster, pod: string) => cluster.get(PODS, pod)?.spec?.nodeName;

test('a claim that waits for its first pod gets the local volume, and the pod the node that has it', async () => {
  const cluster = new TestCluster({ workers: 3 });
  addClass(cluster, 'local', 'kubernetes.io/no-provisioner');
  addClaim(cluster, 'data', 'local');
  addPod(cluster, 'early', 'data');
  await cluster.until('the pod waits', () => cluster.get(PODS, 'early')?.status?.conditions !== undefined);
  assert.equal(nodeOf(cluster, 'early'), undefined);
  cluster.client.create(PERSISTENT_VOLUMES, {
    metadata: { name: 'pv' },
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'local',
      local: { path: '/data' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker3'] }] },
          ],
        },
      },
    },
  });
  await cluster.until('the pod is bound', () => nodeOf(cluster, 'early') !== undefined);
  assert.equal(nodeOf(cluster, 'early'), 'worker3');
  assert.equal(cluster.the(PERSISTENT_VOLUME_CLAIMS, 'data').spec?.volumeName, 'pv');
  assert.equal(cluster.the(PERSISTENT_VOLUME_CLAIMS, 'data').status?.phase, 'Bound');
  cluster.stop();
  assert.deepEqual(cluster.logged, []);
});

test('pods that wait until somebody makes their volumes keep nobody from being bound', async () => {
  const cluster = new TestCluster();
  addClass(cluster, 'made', 'example.com/nobody');
  for (let at = 0; at < 20; at++) {
    addClaim(cluster, `data${at}`, 'made');
    addPod(cluster, `slow${at}`, `data${at}`);
  }
  await cluster.until('all are decided', () =>
    cluster.client
      .list(PERSISTENT_VOLUME_CLAIMS, 'default')
      .every(({ metadata }) => metadata.annotations?.['volume.kubernetes.io/selected-node'] !== undefined),
  );
  addPod(cluster, 'quick');
  await cluster.until('the other is bound', () => nodeOf(cluster, 'quick') !== undefined);
  assert.equal(nodeOf(cluster, 'slow0'), undefined);
  cluster.stop();
  assert.deepEqual(cluster.logged, []);
});

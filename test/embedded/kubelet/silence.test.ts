import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PODS } from '../../../src/embedded/controllers/runtime/kinds.ts';
import { startNode, stopNode } from '../../../src/embedded/kubelet/silence.ts';
import { template, TestCluster } from '../controllers/cluster.ts';

test('a node that comes back before its pods had to go says that they are ready', async (t) => {
  const cluster = new TestCluster({ workers: 1 });
  t.after(() => {
    cluster.stop();
  });
  cluster.client.create(PODS, {
    metadata: { name: 'one', namespace: 'default' },
    spec: { containers: [], ...template('web').spec },
  });
  await cluster.until('running', () => cluster.ready().length === 1);
  stopNode(cluster.client, 'worker1');
  await cluster.until('not ready', () => cluster.ready().length === 0);
  startNode(cluster.client, 'worker1');
  await cluster.until('ready again', () => cluster.ready().length === 1);
  assert.equal(cluster.the(PODS, 'one').status?.phase, 'Running');
  assert.deepEqual(cluster.logged, []);
});

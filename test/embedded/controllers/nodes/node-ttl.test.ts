import { test } from 'node:test';

import { NODES } from '../../../../src/embedded/controllers/runtime/kinds.ts';
import { TestCluster } from '../cluster.ts';

test('a node of a person is told how long its kubelet may keep what it read, longer in a larger cluster', async () => {
  const cluster = new TestCluster({ workers: 0 });
  const ttl = (name: string) =>
    cluster.the(NODES, name).metadata.annotations?.['node.alpha.kubernetes.io/ttl'];
  cluster.client.create(NODES, { metadata: { name: 'first' } });
  await cluster.until('the first one knows', () => ttl('first') === '0');
  for (let index = 1; index <= 100; index += 1) cluster.addNode(index);
  cluster.client.create(NODES, { metadata: { name: 'last' } });
  await cluster.until('the last one knows', () => ttl('last') === '15');
  cluster.stop();
});

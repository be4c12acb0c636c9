import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentConditions } from '../../../../src/embedded/controllers/nodes/node-health.ts';
import { taintsOf } from '../../../../src/embedded/controllers/nodes/node-taints.ts';
import { evictionTime } from '../../../../src/embedded/controllers/nodes/taint-eviction.ts';
import type { Node, Pod, Taint, Toleration } from '../../../../src/embedded/data/types.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const TIME = '2026-01-01T00:00:00Z';

function node(ready: string, taints: readonly Taint[] = [], unschedulable = false): Node {
  return {
    metadata: { name: 'n' },
    spec: { taints: [...taints], unschedulable },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  };
}

function words(taints: readonly Taint[] | undefined): string[] | undefined {
  return taints?.map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`);
}

const OWN: Taint = { key: 'team', value: 'a', effect: 'NoSchedule' };

test('a node that does not answer is unreachable at once for new pods, and for old ones when they may be evicted', () => {
  assert.deepEqual(words(taintsOf(node('Unknown', [OWN]), false, NOW)), [
    'team:NoSchedule',
    'unreachable:NoSchedule',
  ]);
  assert.deepEqual(words(taintsOf(node('Unknown'), true, NOW)), [
    'unreachable:NoSchedule',
    'unreachable:NoExecute',
  ]);
});

test('a node that says it is not ready changes the taint it had', () => {
  const unreachable = taintsOf(node('Unknown'), true, NOW);
  const taints = taintsOf(node('False', unreachable), false, NOW);
  assert.deepEqual(words(taints), ['not-ready:NoSchedule', 'not-ready:NoExecute']);
});

test('a node that is well again loses all taints of the controller and keeps its own', () => {
  const taints = taintsOf(node('Unknown', [OWN]), true, NOW);
  assert.deepEqual(taintsOf(node('True', taints), false, NOW), [OWN]);
});

test('nothing to change is nothing to write', () => {
  assert.equal(taintsOf(node('True', [OWN]), true, NOW), undefined);
  assert.equal(taintsOf({ metadata: {} }, true, NOW), undefined);
});

test('a node that has no taints yet gets its first', () => {
  assert.deepEqual(words(taintsOf({ metadata: {}, spec: { unschedulable: true } }, false, NOW)), [
    'unschedulable:NoSchedule',
  ]);
});

test('a cordoned node has the taint of a cordon', () => {
  assert.deepEqual(words(taintsOf(node('True', [], true), false, NOW)), ['unschedulable:NoSchedule']);
});

test('a silent node has unknown conditions, with the words for a node that once spoke and for one that never did', () => {
  const conditions = silentConditions([{ type: 'Ready', status: 'True', reason: 'KubeletReady' }], TIME, NOW);
  assert.deepEqual(
    conditions.map(({ type, status, reason }) => [type, status, reason]),
    [
      ['Ready', 'Unknown', 'NodeStatusUnknown'],
      ['MemoryPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['DiskPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['PIDPressure', 'Unknown', 'NodeStatusNeverUpdated'],
    ],
  );
  assert.equal(conditions[0]?.message, 'Kubelet stopped posting node status.');
});

const EVICTING: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: TIME };
const rows: readonly (readonly [string, readonly Toleration[], number | 'never'])[] = [
  ['does not tolerate it goes now', [], NOW],
  ['tolerates it for five minutes goes then', [tolerate(300)], NOW + 300_000],
  ['tolerates it for ever stays', [{ operator: 'Exists' }], 'never'],
  ['tolerates it twice goes by the shorter time', [tolerate(300), tolerate(30)], NOW + 30_000],
];
for (const [name, tolerations, expected] of rows)
  test(`a pod on a node with a NoExecute taint that ${name}`, () => {
    const pod: Pod = { metadata: {}, spec: { containers: [], tolerations: [...tolerations] } };
    assert.equal(evictionTime(pod, node('Unknown', [EVICTING]), NOW), expected);
  });

test('a pod on a node without such a taint stays', () => {
  assert.equal(evictionTime({ metadata: {} }, node('True', [OWN]), NOW), 'never');
});

function tolerate(tolerationSeconds: number): Toleration {
  return { key: EVICTING.key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds };
}

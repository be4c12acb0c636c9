import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  byDeletionOrder,
  isAvailable,
  nextAvailable,
} from '../../../../src/embedded/controllers/workloads/pods.ts';
import type { Pod } from '../../../../src/embedded/data/types.ts';

const NOW = Date.parse('2026-01-01T01:00:00Z');

interface Traits {
  readonly node?: string;
  readonly phase?: string;
  readonly ready?: string;
  readonly cost?: string;
  readonly created?: string;
  readonly restarts?: number;
}

function pod(name: string, traits: Traits): Pod {
  const { node, phase = 'Running', ready, cost, created = '2026-01-01T00:00:00Z', restarts = 0 } = traits;
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: created,
      ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { containers: [], ...(node === undefined ? {} : { nodeName: node }) },
    status: {
      phase,
      containerStatuses: [
        { name: 'c', image: 'i', imageID: '', ready: true, restartCount: restarts, started: true },
      ],
      ...(ready === undefined
        ? {}
        : { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ready }] }),
    },
  };
}

const READY = '2026-01-01T00:10:00Z';
const rows: readonly (readonly [string, Traits, Traits])[] = [
  ['a pod without a node before one with', {}, { node: 'a', ready: READY }],
  ['a pending pod before a running one', { node: 'a', phase: 'Pending' }, { node: 'a' }],
  ['one that is not ready before one that is', { node: 'a' }, { node: 'a', ready: READY }],
  [
    'a cheap one before a dear one',
    { node: 'a', ready: READY, cost: '-5' },
    { node: 'a', ready: READY, cost: '1' },
  ],
  ['one that became ready late', { node: 'a', ready: '2026-01-01T00:59:50Z' }, { node: 'a', ready: READY }],
  ['one that restarted often', { node: 'a', restarts: 3 }, { node: 'a', restarts: 1 }],
  ['a young one before an old one', { node: 'a', created: '2026-01-01T00:59:00Z' }, { node: 'a' }],
];
for (const [name, first, second] of rows)
  test(`deleted first: ${name}`, () => {
    const pods = [pod('second', second), pod('first', first)];
    assert.deepEqual(
      byDeletionOrder(pods, pods, NOW).map(({ metadata }) => metadata.name),
      ['first', 'second'],
    );
  });

test('deleted first: the pod whose node has more of its kind', () => {
  const pods = [pod('alone', { node: 'a', ready: READY }), pod('doubled', { node: 'b', ready: READY })];
  const related = [...pods, pod('other', { node: 'b', ready: READY })];
  assert.equal(byDeletionOrder(pods, related, NOW)[0]?.metadata.name, 'doubled');
});

test('a pod is available when it was ready for long enough', () => {
  const young = pod('p', { node: 'a', ready: '2026-01-01T00:59:55Z' });
  assert.equal(isAvailable(young, 0, NOW), true);
  assert.equal(isAvailable(young, 5, NOW), true);
  assert.equal(isAvailable(young, 6, NOW), false);
  assert.equal(nextAvailable([young], 8, NOW), 3_000);
  assert.equal(nextAvailable([young], 5, NOW), undefined);
});

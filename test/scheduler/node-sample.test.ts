import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NodeSample, nodesToFind } from '../../src/scheduler/node-sample.ts';

// after upstream's schedule_one_test.go, TestNumFeasibleNodesToFind
for (const [percentage, nodes, wanted] of [
  [0, 10, 10],
  [40, 10, 10],
  [0, 1000, 420],
  [40, 1000, 400],
  [0, 6000, 300],
  [40, 6000, 2400],
  [1, 6000, 100],
  [100, 6000, 6000],
] as const)
  test(`${percentage} % of ${nodes} nodes: ${wanted} that fit are enough`, () => {
    assert.equal(nodesToFind(percentage, nodes), wanted);
  });

test('it ends when enough fit, and goes on from there the next time', () => {
  const nodes = Array.from({ length: 250 }, (_, at) => at);
  const sample = new NodeSample(50);
  const seen: number[][] = [];
  for (let round = 0; round < 3; round++) {
    const looked: number[] = [];
    // every second node fits
    sample.look(nodes, (node) => {
      looked.push(node);
      return node % 2 === 0;
    });
    seen.push(looked);
  }
  assert.deepEqual([seen[0]?.[0], seen[0]?.length], [0, 249]);
  assert.deepEqual([seen[1]?.[0], seen[1]?.length], [249, 250]);
  assert.deepEqual([seen[2]?.[0], seen[2]?.length], [249, 250]);
});

test('where too few fit every node is looked at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 99 }), (count, percentage) => {
      const nodes = Array.from({ length: count }, (_, at) => at);
      const sample = new NodeSample(percentage);
      for (let round = 0; round < 2; round++) {
        const looked: number[] = [];
        sample.look(nodes, (node) => looked.push(node) < 0);
        assert.deepEqual(
          looked.toSorted((a, b) => a - b),
          nodes,
        );
      }
    }),
  );
});

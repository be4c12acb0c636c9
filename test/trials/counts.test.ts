import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import type { Pod } from '../../src/api/types.ts';
import { bestBy, countingRules, explains } from '../../src/trials/plays/counts.ts';

const NODES = ['a', 'b', 'c'];
const MINE = 'mine';

/** `d` a daemon's, `f` finished, `m` of the program, `o` any other. */
function pod(kind: string, nodeName: string): Pod {
  return {
    metadata: {
      name: kind,
      ...(kind === 'd' && {
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'd', uid: 'd' }],
      }),
    },
    spec: { schedulerName: kind === 'm' ? MINE : 'other', nodeName, containers: [] },
    status: { phase: kind === 'f' ? 'Succeeded' : 'Running' },
  };
}

const pods = fc.array(
  fc
    .record({ kind: fc.constantFrom('d', 'f', 'm', 'o'), node: fc.constantFrom(...NODES) })
    .map(({ kind, node }) => pod(kind, node)),
  { maxLength: 12 },
);

describe('ways to count the pods of a node', () => {
  it('a rule explains what it would have done itself, unless to it all nodes are always the same', () => {
    fc.assert(
      fc.property(pods, fc.integer({ min: 0, max: 6 }), (before, index) => {
        const rule = countingRules(MINE)[index];
        assert.ok(rule);
        const placed: Pod[] = [];
        let isTold = false;
        for (let count = 0; count < 4; count += 1) {
          const best = bestBy(rule, NODES, [...before, ...placed]);
          isTold ||= best.length < NODES.length;
          placed.push(pod('m', best[0] ?? ''));
        }
        assert.equal(explains(rule, NODES, before, placed), isTold);
      }),
    );
  });

  it('a rule does not explain a pod on a node that is not one of its best', () => {
    fc.assert(
      fc.property(pods, fc.integer({ min: 0, max: 6 }), (before, index) => {
        const rule = countingRules(MINE)[index];
        assert.ok(rule);
        const best = bestBy(rule, NODES, before);
        const other = NODES.find((node) => !best.includes(node));
        if (other !== undefined) assert.equal(explains(rule, NODES, before, [pod('m', other)]), false);
      }),
    );
  });

  it('daemons and finished pods do not count, by the right one', () => {
    const [right] = countingRules(MINE);
    const before = [pod('o', 'a'), pod('m', 'b'), pod('d', 'c'), pod('f', 'c'), pod('d', 'c')];
    assert.deepEqual(bestBy(right, NODES, before), ['c']);
  });
});

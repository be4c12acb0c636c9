import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Taint } from '../../../src/api/types.ts';
import { taintText } from '../../../src/api/nodes.ts';
import { taintsAfter } from '../../../src/app/screen/taint-change.ts';

const key = fc.constantFrom('workshop', 'example.com/gpu', 'a.b-c_d', 'x');
const effect = fc.constantFrom<Taint['effect']>('NoSchedule', 'PreferNoSchedule', 'NoExecute');
const value = fc.option(fc.constantFrom('blocked', 'v1.2', '0'), { nil: undefined });
const taint: fc.Arbitrary<Taint> = fc
  .record({ key, effect, value })
  .map(({ key, effect, value }) => ({ key, effect, ...(value !== undefined && { value }) }));
const identity = ({ key, effect }: Taint) => `${key}:${effect}`;
const taints = fc.uniqueArray(taint, { selector: identity, maxLength: 6 });

test('a taint is added, or replaces the one of its key and effect; the others stay as they are', () => {
  fc.assert(
    fc.property(taints, taint, (before, added) => {
      const others = before.filter((one) => identity(one) !== identity(added));
      assert.deepEqual(taintsAfter(before, taintText(added)), [...others, added]);
    }),
  );
});

test('what was added is taken away by the same words and a minus', () => {
  fc.assert(
    fc.property(taints, taint, (before, added) => {
      const after = taintsAfter(taintsAfter(before, taintText(added)), `${taintText(added)}-`);
      assert.deepEqual(
        after,
        before.filter((one) => identity(one) !== identity(added)),
      );
    }),
  );
});

test('a key alone takes away all of its taints', () => {
  const before: Taint[] = [
    { key: 'a', effect: 'NoSchedule' },
    { key: 'a', effect: 'NoExecute', value: 'x' },
    { key: 'b', effect: 'NoSchedule' },
  ];
  assert.deepEqual(taintsAfter(before, 'a-'), [before[2]]);
});

for (const words of [
  '',
  'a',
  'a=b',
  'a:Never',
  '=b:NoSchedule',
  'a b:NoSchedule',
  'a=b c:NoSchedule',
  'a:',
  'a:NoSchedule=b',
  '-',
])
  test(`"${words}" is no taint`, () => {
    assert.throws(() => taintsAfter([], words), /is no taint: key=value:Effect/);
  });

test('a taint that is not there cannot be taken away', () => {
  assert.throws(() => taintsAfter([], 'a:NoSchedule-'), /the node has no taint a:NoSchedule/);
});

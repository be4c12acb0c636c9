import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesText, cpuText, durationText } from '../../src/view/amounts.ts';
import { tenths } from '../../src/lib/words.ts';
import { detailsBudget } from '../../src/view/details-budget.ts';

test('amounts are written as kubectl writes them', () => {
  assert.deepEqual([0, 100, 1000, 1500, 4000, 128_500].map(cpuText), ['0', '100m', '1', '1.5', '4', '129']);
  assert.deepEqual([0, 1023, 1024, 1.5 * 1024 ** 2, 512 * 1024 ** 2, 32 * 1024 ** 3].map(bytesText), [
    '0',
    '1023',
    '1Ki',
    '1.5Mi',
    '512Mi',
    '32Gi',
  ]);
  assert.deepEqual([0, 7_900, 60_000, 250_000, 3_600_000, 7_500_000, 86_400_000 * 3].map(durationText), [
    '0s',
    '7s',
    '1m',
    '4m10s',
    '1h',
    '2h5m',
    '3d',
  ]);
  assert.deepEqual([100, 66.666, 0].map(tenths), ['100', '66.7', '0']);
});

test('every decision of a small cluster is told in detail, of a large one as many as three thousand verdicts a second', () => {
  let now = 0;
  const small = detailsBudget(() => now);
  assert.ok(Array.from({ length: 700 }, () => small(4)).every(Boolean));
  const large = detailsBudget(() => now);
  const toldIn = (decisions: number) =>
    Array.from({ length: decisions }, () => large(5_000)).filter(Boolean).length;
  assert.equal(toldIn(100), 1, 'one is told whole, though it takes more than there is');
  now = 600;
  assert.equal(toldIn(100), 0, 'and is paid back');
  now = 1_000;
  assert.equal(toldIn(100), 1);
  now = 60_000;
  assert.equal(toldIn(100), 1, 'what was not used in time is not saved');
});

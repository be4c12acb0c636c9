import assert from 'node:assert/strict';
import { test } from 'node:test';
import { naturalOrder } from '../../src/lib/natural-order.ts';

test('names are ordered as people count', () => {
  const names = ['worker10', 'worker2', 'control-plane', 'worker'];
  assert.deepEqual(names.toSorted(naturalOrder), ['control-plane', 'worker', 'worker2', 'worker10']);
});

test('different names are never equal', () => {
  assert.notEqual(naturalOrder('node-01', 'node-1'), 0);
});

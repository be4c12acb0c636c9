import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { prioritiesOf } from '../../src/extender/priorities.ts';

test('totals are tenths of the highest total there can be', () => {
  assert.deepEqual(prioritiesOf([100, 50, 0], 1, 0), [10, 5, 0]);
  assert.deepEqual(prioritiesOf([400, 350, 300], 4, 0), [10, 9, 8]);
});

test('whatever the totals, the best is alone at the top, all are whole numbers from 0 to 10, and order is kept', () => {
  const totals = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(totals, (given) => {
      const best = given.indexOf(Math.max(...given));
      const found = prioritiesOf(given, 3, best);
      for (const [at, priority] of found.entries()) {
        assert.ok(Number.isInteger(priority) && priority >= 0 && priority <= 10, String(priority));
        if (at !== best) assert.ok(priority < (found[best] ?? 0));
        for (const [other, total] of given.entries())
          if (other !== best && at !== best && total > (given[at] ?? 0))
            assert.ok((found[other] ?? 0) >= priority);
      }
    }),
  );
});

test('what a plugin says beyond 0–100 does not leave 0–10', () => {
  assert.deepEqual(prioritiesOf([-50, 1000, 900], 1, 1), [0, 10, 9]);
});

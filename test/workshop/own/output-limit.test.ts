import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OutputLimit, shownLine } from '../../../src/workshop/own/output-limit.ts';

test('of a flood a part passes, and it is said how much did not', () => {
  let now = 0;
  const limit = new OutputLimit(() => now);
  const passed = Array.from({ length: 10_000 }, (_, at) => limit.pass(`line ${at}`)).flat();
  assert.deepEqual([passed.length, passed.at(-1)], [200, 'line 199']);
  now = 1000;
  assert.deepEqual(limit.pass('later'), ['… 9800 lines left out', 'later']);
  assert.deepEqual(limit.pass('and on'), ['and on']);
  assert.deepEqual(limit.pass('too soon'), []);
});

test('who prints little is heard whole, for hours', () => {
  let now = 0;
  const limit = new OutputLimit(() => now);
  for (let line = 0; line < 10_000; line++) {
    now += 1000;
    assert.deepEqual(limit.pass('tick'), ['tick']);
  }
});

test('a line cannot move the cursor, ring, or be endless', () => {
  assert.equal(shownLine('\u001B[31mred\u001B[0m\tand\u0007 bell\u001B[2J'), 'red  and bell');
  assert.equal(shownLine('x'.repeat(10_000)).length, 501);
});

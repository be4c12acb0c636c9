import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { commonIndex, countIndexes } from '../../../../src/embedded/kinds/batch/indexes.ts';

void suite('a list of indexes', () => {
  test('is counted with both ends of its intervals', () => {
    assert.deepEqual(
      ['', '3', '0-2', '1,3-5'].map((text) => countIndexes(text, 6)),
      [0, 1, 3, 4],
    );
  });

  test('that is malformed, out of order or too high is refused in the server’s words', () => {
    for (const [text, words] of [
      ['1-2-3', /at most two parts/],
      ['a', /cannot convert string to integer for index: "a"/],
      ['6', /too large index: "6"/],
      ['3,2', /non-increasing order, previous: 3, current: 2/],
      ['3-2', /non-increasing order, previous: 3, current: 2/],
    ] as const) {
      assert.throws(() => countIndexes(text, 6), words);
    }
  });

  test('overlaps another where an interval of each has the same index', () => {
    assert.equal(commonIndex('0-1,4-9', '2,6-7', 10), 6);
    assert.equal(commonIndex('5', '0-9', 10), 5);
    assert.equal(commonIndex('0-1,4-5', '2-3,6', 10), undefined);
  });
});

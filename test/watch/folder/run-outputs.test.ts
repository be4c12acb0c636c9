import assert from 'node:assert/strict';
import { test } from 'node:test';

import { RunOutputs } from '../../../src/watch/folder/run-outputs.ts';

const text = (path: string) => [{ path, binary: false }];

test('a binary that changes while something runs is its output; while nothing runs it is a save', () => {
  const outputs = new RunOutputs();
  outputs.began();
  assert.deepEqual(outputs.sorted([{ path: 'scheduler', binary: true }]).saves, []);
  outputs.ended();
  assert.deepEqual(outputs.sorted([{ path: 'scheduler', binary: true }]).saves, ['scheduler']);
});

test('a text is a save also while something runs, and no longer when it changed in more than ten runs in a row', () => {
  const outputs = new RunOutputs();
  const ran = () => {
    outputs.began();
    const sorted = outputs.sorted(text('state.json'));
    outputs.ended();
    return sorted;
  };
  for (let round = 0; round < 10; round += 1) assert.deepEqual(ran().saves, ['state.json']);
  assert.deepEqual(ran(), { saves: [], nowIgnored: ['state.json'] });
  assert.deepEqual(ran(), { saves: [], nowIgnored: [] });
  assert.deepEqual(outputs.sorted(text('state.json')).saves, ['state.json'], 'saved while nothing ran');
  assert.deepEqual(ran().saves, ['state.json']);
});

test('a run in which it stays as it is begins the count anew, and many changes in one run count once', () => {
  const outputs = new RunOutputs();
  for (let round = 0; round < 30; round += 1) {
    outputs.began();
    if (round % 3 !== 2)
      for (let times = 0; times < 20; times += 1)
        assert.deepEqual(outputs.sorted(text('a.go')).saves, ['a.go']);
    outputs.ended();
  }
});

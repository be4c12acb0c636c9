import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseProgress, progressOf, progressText } from '../../src/watch/progress.ts';
import { watched } from '../helpers/watched.ts';

const KEPT = {
  version: 1,
  step: 3,
  passed: [2],
  broken: [2],
  hints: { 'has-room': 1 },
  finished: false,
} as const;

test('what is kept is what one goes on with', () => {
  const text = progressText(KEPT);
  assert.deepEqual(parseProgress(text), KEPT);
  assert.deepEqual(progressOf(watched(parseProgress(text))), KEPT);
});

test('a file that is torn, empty, or of another version is as none', () => {
  const text = progressText(KEPT);
  for (let length = 0; length < text.trimEnd().length; length += 1)
    assert.equal(parseProgress(text.slice(0, length)), undefined, `cut at ${String(length)}`);
  assert.equal(parseProgress(text.replace('"version": 1', '"version": 2')), undefined);
});

test('a step that is asked for comes before the one that is kept, and one that there is not comes after', () => {
  assert.equal(watched(KEPT, 4).current, 4);
  assert.equal(watched(KEPT, 9).current, 3);
  assert.equal(watched({ ...KEPT, step: 9 }).current, 2);
});

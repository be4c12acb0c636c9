import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { duplicateFields } from '../../../src/embedded/schema/duplicates.ts';
import { parseQuickJson } from '../../../src/embedded/schema/quick-json.ts';

function duplicates(text: string): string[] {
  return duplicateFields(text, parseQuickJson(text));
}

test('keys that stand twice are told in the order of the text, each once', () => {
  assert.deepEqual(duplicates('{"a":{"b":1,"b":2,"b":3},"c":[{"d":1},{"d":1,"d":2}],"a":1}'), [
    'duplicate field "a.b"',
    'duplicate field "c[1].d"',
    'duplicate field "a"',
  ]);
  assert.deepEqual(duplicates('[{"op":"a","op":"b"}]'), ['duplicate field "[0].op"']);
});

test('JSON without them is told nothing of, and as deep as it may be', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.deepEqual(duplicates(text), []);
    }),
  );
});

test('half a character is looked at again', () => {
  assert.ok(parseQuickJson(String.raw`{"a":"\uD800"}`).doubtful);
  assert.ok(!parseQuickJson(String.raw`{"a":"\u0041"}`).doubtful);
});

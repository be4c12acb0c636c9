import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';

import { yamlText } from '../../src/workshop/yaml-text.ts';

test('YAML says what JSON says, also to readers of YAML 1.1, in lines that are not folded', () => {
  const value = {
    at: '2026-01-31T10:00:00Z',
    ok: true,
    word: 'yes',
    text: 'word '.repeat(50),
    none: undefined,
  };
  const text = yamlText(value);
  assert.deepEqual(parse(text), JSON.parse(JSON.stringify(value)));
  assert.match(text, /^at: "2026/m);
  assert.match(text, /^word: "yes"$/m);
  assert.equal(text.trimEnd().split('\n').length, 4);
});

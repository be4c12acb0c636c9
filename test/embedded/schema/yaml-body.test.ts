import assert from 'node:assert/strict';
import { test } from 'node:test';

import { yamlToJson } from '../../../src/embedded/schema/yaml-body.ts';

function valueOf(body: string): unknown {
  const { json, error } = yamlToJson(body);
  return error ?? JSON.parse(json);
}

test('an alias is what its anchor is, and keys that are merged count where they stand', () => {
  assert.deepEqual(valueOf('a: &x [1, b]\nc: *x'), { a: [1, 'b'], c: [1, 'b'] });
  assert.deepEqual(valueOf('a: &x {p: 1, q: 1}\nb: {<<: *x, q: 2}\nc: {q: 2, <<: *x}'), {
    a: { p: 1, q: 1 },
    b: { p: 1, q: 2 },
    // go-yaml's second version sets what is merged as if it stood there
    c: { p: 1, q: 1 },
  });
  assert.deepEqual(valueOf('<<: [{a: 1}, {a: 2, b: 2}]'), { a: 1, b: 2 });
  assert.deepEqual(valueOf('"<<": 1'), { '<<': 1 });
});

test('dates, sets and ordered maps are what they are written as; binary is a text', () => {
  assert.deepEqual(valueOf('a: 2024-01-02\nb: !!binary aGk=\n1: 2\ntrue: x'), {
    1: 2,
    a: '2024-01-02',
    b: 'hi',
    true: 'x',
  });
});

test('documents that have no value are refused in words', () => {
  const refused: Readonly<Record<string, string>> = {
    'a: &a [*a]': "yaml: anchor 'a' value contains itself",
    'a: &a\n  <<: *a': "yaml: anchor 'a' value contains itself",
    'a: *b': "yaml: unknown anchor 'b' referenced",
    '<<: 2': 'yaml: map merge requires map or sequence of maps as the value',
    'a: &a [b]\nc: {<<: *a}': 'yaml: map merge requires map or sequence of maps as the value',
    '? [a]\n: b': 'yaml: invalid map key: []interface {}{"a"}',
    '? {a: [1, ~]}\n: b':
      'yaml: invalid map key: map[interface {}]interface {}{"a":[]interface {}{1, interface {}(nil)}}',
    '~: b': 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "b"',
    [`a: ${'['.repeat(20_000)}`]: 'yaml: exceeded max depth of 10000',
  };
  for (const [body, words] of Object.entries(refused)) assert.equal(valueOf(body), words);
});

test('what aliases unfold to is bounded', () => {
  const words = 'yaml: document contains excessive aliasing';
  const nine = (name: string, of: string): string => `${name}: &${name} [${Array(9).fill(of).join(',')}]\n`;
  const levels = Array.from('abcdefghi').map((name, index, all) =>
    nine(name, index === 0 ? 'x' : `*${all[index - 1]}`),
  );
  assert.equal(valueOf(levels.join('')), words);
  const long = 'x'.repeat(1_000_000);
  assert.equal(valueOf(`a: &a ${long}\nb: [${Array(100).fill('*a').join(',')}]`), words);
  // few of them are no harm
  assert.deepEqual(Object(valueOf(`a: &a b\nc: [${Array(90).fill('*a').join(',')}]`)).c.length, 90);
});

test('keys that are there twice are told with the lines of their second values, in YAML and in JSON', () => {
  assert.deepEqual(yamlToJson('a: 1\nb: {c: 1, c: 2}\na:\n  d: 3').duplicates, [
    'yaml: unmarshal errors:\n  line 2: key "c" already set in map\n  line 4: key "a" already set in map',
  ]);
  assert.deepEqual(yamlToJson('{"a": 1,\n"a": 2}').duplicates, [
    'yaml: unmarshal errors:\n  line 2: key "a" already set in map',
  ]);
  assert.deepEqual(yamlToJson('{"b": "x: y", "a": [{"c": 1.50}]}'), {
    json: '{"a":[{"c":1.5}],"b":"x: y"}',
    duplicates: [],
  });
});

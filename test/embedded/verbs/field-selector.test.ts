import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { resource } from '../../../src/embedded/api/resource-info.ts';
import {
  exactValue,
  fieldsMatch,
  parseFieldSelector,
  resolveFields,
} from '../../../src/embedded/verbs/field-selector.ts';
import { CONFIG_MAPS, NODES, PODS, refusal } from '../../helpers/embedded-verbs.ts';

/** Selector and what the real server says. */
const MALFORMED: readonly (readonly [string, string])[] = [
  ['x', "invalid selector: 'x'; can't understand 'x'"],
  ['metadata.name=a\\x', 'invalid field selector: invalid escape sequence: \\x'],
  ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
  ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
];

const UNKNOWN = [
  [CONFIG_MAPS, 'x', '"x" is not a known field selector: only "metadata.name", "metadata.namespace"'],
  [PODS, 'foo', 'field label not supported: foo'],
  [NODES, 'metadata.namespace', 'field label not supported: metadata.namespace'],
  [resource('batch/v1', 'jobs'), 'foo', 'field label "foo" not supported for Job'],
  [
    resource('events.k8s.io/v1', 'events'),
    'involvedObject.name',
    'field label not supported: involvedObject.name',
  ],
] as const;

void suite('a field selector', () => {
  test('compares for equality and for difference, a missing field being empty', () => {
    const terms = parseFieldSelector('a=1,b!=2,c==');
    assert.equal(fieldsMatch(terms, { a: '1' }), true);
    assert.equal(fieldsMatch(terms, { a: '1', b: '2' }), false);
    assert.equal(fieldsMatch(terms, { a: '1', c: '3' }), false);
  });

  test('takes escaped commas, equals signs and backslashes as data', () => {
    assert.deepEqual(parseFieldSelector('a=x\\,y\\=z\\\\'), [{ field: 'a', value: 'x,y=z\\', equal: true }]);
  });

  test('names the one value that a field must have, if it does', () => {
    const terms = parseFieldSelector('a=1,b!=2');
    assert.deepEqual([exactValue(terms, 'a'), exactValue(terms, 'b')], ['1', undefined]);
  });

  for (const [selector, message] of MALFORMED) {
    test(`${selector} is refused in the words of the real server`, () => {
      const status = refusal(() => parseFieldSelector(selector));
      assert.deepEqual([status.code, status.message], [400, message]);
    });
  }

  for (const [info, field, message] of UNKNOWN) {
    test(`${info.qualified} cannot be selected by ${field}`, () => {
      const status = refusal(() => resolveFields([{ field, value: '1', equal: true }], info));
      assert.deepEqual([status.code, status.message], [400, message]);
    });
  }

  test('knows the old name of spec.nodeName, and the names of events in the newer group', () => {
    const term = (field: string) => [{ field, value: 'x', equal: true }];
    assert.equal(resolveFields(term('spec.host'), PODS)[0]?.field, 'spec.nodeName');
    const events = resource('events.k8s.io/v1', 'events');
    assert.equal(resolveFields(term('regarding.name'), events)[0]?.field, 'involvedObject.name');
  });
});

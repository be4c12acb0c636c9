import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isNamedIn } from '../../../src/workshop/own/named.ts';

const ROWS: readonly (readonly [text: string, isNamed: boolean])[] = [
  ['pod1', true],
  ['bound default/pod1 -> worker', true],
  ['"pod1": no node', true],
  ['pod10 then pod1', true],
  ['placed pod1. Next', true],
  ['pod10', false],
  ['my-pod1', false],
  ['pod1-abc', false],
  ['pod1.example.com', false],
  ['x.pod1', false],
  ['', false],
];

for (const [text, isNamed] of ROWS) {
  test(`"${text}" ${isNamed ? 'names' : 'does not name'} pod1`, () => {
    assert.equal(isNamedIn(text, 'pod1'), isNamed);
  });
}

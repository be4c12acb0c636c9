import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { lastWords } from '../../src/clusters/last-words.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const rows: readonly (readonly [name: string, log: string, said: string | undefined])[] = [
  ['nothing', '', undefined],
  ['what is usual', 'all is well\n', undefined],
  ['a line', 'all is well\nthe disk is full\n', 'the disk is full'],
  ['a line of an earlier process', 'the disk is full\nall is well\n', undefined],
  [
    'an exception',
    "x.js:1\n  throw e;\n  ^\n\nTypeError: no\n    at a\n{\n  code: 'E'\n}\n\nNode.js v24.1.0\n".replace(
      '\n{',
      ' {',
    ),
    'TypeError: no',
  ],
  [
    'a fatal error',
    'FATAL ERROR: heap out of memory\n----- Native stack trace -----\n\n 1: 0x1\n',
    'FATAL ERROR: heap out of memory',
  ],
  ['more than is looked at', `the beginning\n${'x'.repeat(9000)}\nthe end\n`, 'the end'],
];

for (const [name, log, said] of rows) {
  test(`the last words of a log with ${name}`, () => {
    using temp = tempFolder();
    const path = join(temp.path, 'log');
    writeFileSync(path, log);
    assert.equal(lastWords(path, /well/), said);
  });
}

test('a log that is not there says nothing', () => {
  assert.equal(lastWords('/no/such/log', /well/), undefined);
});

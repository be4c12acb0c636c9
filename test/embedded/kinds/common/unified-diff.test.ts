import assert from 'node:assert/strict';
import { test } from 'node:test';

import { diffText } from '../../../../src/embedded/kinds/common/unified-diff.ts';

test('a change is shown with three lines around it, as the recorded server shows it', () => {
  const spec = {
    AccessModes: ['ReadWriteOnce'],
    Selector: null,
    Resources: { Limits: null, Requests: { storage: '1Gi' } },
    VolumeName: '',
  };
  const before = { ...spec, StorageClassName: 'none-here' };
  const after = { ...before, AccessModes: ['ReadWriteMany'] };
  assert.equal(
    diffText(before, after),
    '@@ -1,6 +1,6 @@\n {\n  "AccessModes": [\n-  "ReadWriteOnce"\n+  "ReadWriteMany"\n  ],\n  "Selector": null,\n  "Resources": {\n',
  );
});

test('what is far apart is shown apart, what is the same not at all', () => {
  const many = Array.from({ length: 30 }, (_, index) => index);
  const changed = many.map((value) => ([2, 25].includes(value) ? -1 : value));
  const heads = diffText(many, changed)
    .split('\n')
    .filter((line) => line.startsWith('@@'));
  assert.deepEqual(heads, ['@@ -1,7 +1,7 @@', '@@ -24,7 +24,7 @@']);
  assert.equal(diffText(many, many), '');
});

test('a line that is added has no place in the old text', () => {
  assert.equal(diffText([1, 3], [1, 2, 3]), '@@ -1,4 +1,5 @@\n [\n  1,\n+ 2,\n  3\n ]\n');
});

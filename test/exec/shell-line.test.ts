import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { it } from 'node:test';

import fc from 'fast-check';

import { shellLine } from '../../src/exec/run.ts';

it('leaves plain words as they are', () => {
  assert.equal(
    shellLine(['kubectl', 'get', 'pods', '-o', 'wide', '--sort-by=.spec.nodeName']),
    'kubectl get pods -o wide --sort-by=.spec.nodeName',
  );
});

it('quotes what a shell would take apart', () => {
  assert.equal(
    shellLine(['echo', '', 'a b', '{"a":1}', '$HOME', "it's"]),
    String.raw`echo '' 'a b' '{"a":1}' '$HOME' 'it'\''s'`,
  );
});

it('is read back by a shell as the same words, whatever they are', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${shellLine(words)}`], { encoding: 'utf8' });
      assert.deepEqual(printed.split('\0').slice(0, -1), words);
    }),
    { numRuns: 60 },
  );
});

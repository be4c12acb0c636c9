import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import fc from 'fast-check';

import { shellLine } from '../../src/exec/run.ts';
import { splitWords } from '../../src/workshop/words.ts';

test('words are split at blanks, and quotes keep them together', () => {
  assert.deepEqual(splitWords(`kubectl  run 'a b' "c d" e\\ f --x='{"y":1}'`), [
    'kubectl',
    'run',
    'a b',
    'c d',
    'e f',
    '--x={"y":1}',
  ]);
});

test('an empty pair of quotes is an empty word', () => {
  assert.deepEqual(splitWords(`a '' ""`), ['a', '', '']);
});

for (const line of ['a | b', 'a; b', 'a > b', 'a *', 'a $(b)', 'a `b`', 'a & b', 'a "b']) {
  test(`${line} is refused: there is no shell`, () => {
    assert.throws(() => splitWords(line), SyntaxError);
  });
}

test('any words that are quoted for a shell come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (words) => {
      assert.deepEqual(splitWords(shellLine(words)), words);
    }),
  );
});

test('what is accepted means the same to a real shell', { skip: process.platform === 'win32' }, () => {
  const character = fc.constantFrom(...Array.from(`ab '"\\-={}:,/`));
  fc.assert(
    fc.property(
      fc.array(character, { maxLength: 12 }).map((all) => `w ${all.join('')}`),
      (line) => {
        let words: string[];
        try {
          words = splitWords(line);
        } catch {
          return; // refused: nothing to compare
        }
        if (line.trim().endsWith('\\')) return; // a shell would wait for the next line
        const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
        assert.deepEqual(words, printed.split('\0').slice(0, -1));
      },
    ),
    { numRuns: 60 },
  );
});

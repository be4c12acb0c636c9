import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Line, span, widthOf } from '../../src/tui/line.ts';
import { wrapLine } from '../../src/tui/wrap-line.ts';

const textOf = (line: Line) => line.map(({ text }) => text).join('');
const wrapped = (text: string, width: number, hang = 0) => wrapLine([span(text)], width, hang).map(textOf);

test('a line that fits is the same line', () => {
  const line = [span('kubectl '), span('get', 'good')];
  assert.equal(wrapLine(line, 11)[0], line);
});

test('a longer one is broken at spaces, goes on as far right as it began, and hangs', () => {
  assert.deepEqual(wrapped('  one two three', 9), ['  one two', '  three']);
  assert.deepEqual(wrapped('  $ one two three', 11, 2), ['  $ one two', '    three']);
});

test('a word that is longer than the line is broken where the line ends', () => {
  assert.deepEqual(wrapped('  abcdefgh', 6), ['  abcd', '  efgh']);
});

test('pieces keep their tones over the break', () => {
  const lines = wrapLine([span('aa ', 'good'), span('bb cc', 'bad')], 5);
  assert.deepEqual(lines, [[span('aa ', 'good'), span('bb', 'bad')], [span('cc', 'bad')]]);
});

test('no line is too wide, and no word is lost, whatever the text and the width', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '宽', '→'), maxLength: 60 });
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 4, max: 40 }),
      fc.integer({ min: 0, max: 6 }),
      (words, width, hang) => {
        const lines = wrapped(words, width, hang);
        for (const line of lines) assert.ok(widthOf(line) <= width, `"${line}"`);
        assert.equal(lines.join('').replaceAll(' ', ''), words.replaceAll(' ', ''));
      },
    ),
  );
});

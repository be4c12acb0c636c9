import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bar, percent, sparkline } from '../../src/tui/bar.ts';
import { layout } from '../../src/tui/layout.ts';
import { clean, fit, fitLine, widthOf, wrap } from '../../src/tui/line.ts';
import { ASCII, needsAscii, UNICODE } from '../../src/tui/marks.ts';
import { row, widthsOf } from '../../src/tui/table.ts';
import { guessTheme } from '../../src/tui/theme.ts';
import { PANELS } from '../../src/tui/ui-state.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'Z', ' ', 'ä', '世', '界', '🚀', 'é', '-') });

test('a text is fitted to exactly the cells it has, and cut only where it must', () => {
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom('left', 'right'),
      (words, width, align) => {
        const fitted = fit(words, width, '…', align);
        assert.equal(widthOf(fitted), width);
        if (widthOf(words) <= width) assert.equal(fitted.trim(), words.trim());
        else assert.ok(fitted.trimEnd().endsWith('…'));
      },
    ),
  );
});

test('a sign takes as many cells as Unicode says: marks none, what is shown as a picture two', () => {
  for (let code = 0x20; code < 0x2e80; code++) {
    const sign = String.fromCodePoint(code);
    const isHangul = code >= 0x1100 && code <= 0x115f;
    const isWide = isHangul || /\p{Emoji_Presentation}/u.test(sign);
    const cells = /\p{Mark}|\p{Cf}/u.test(sign) ? 0 : isWide ? 2 : 1;
    assert.equal(widthOf(sign), cells, code.toString(16));
  }
});

test('a line of pieces is as wide as it must be, whatever it is made of', () => {
  const line = fc.array(fc.record({ text }), { maxLength: 6 });
  fc.assert(
    fc.property(line, fc.integer({ min: 1, max: 40 }), (spans, width) => {
      const all = spans.map((one) => one.text).join('');
      const fitted = fitLine(spans, width, '…')
        .map((one) => one.text)
        .join('');
      assert.equal(widthOf(fitted), width);
      if (widthOf(all) > width) assert.ok(fitted.includes('…'));
      else assert.ok(fitted.startsWith(all));
    }),
  );
});

test('names and messages cannot steer the terminal', () => {
  assert.equal(clean('a\u001b[2Jb\r\nc\u009bd\u202ee'), 'a [2Jb  c d e');
});

test('long text is broken into lines that fit, and loses no word', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,15}$/), { maxLength: 20 }),
      fc.integer({ min: 5, max: 40 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width);
        for (const line of lines) assert.ok(line.length <= width);
        assert.equal(lines.join('').replaceAll(' ', ''), words.join(''));
      },
    ),
  );
});

test('the panels fill the screen exactly, whatever its size', () => {
  fc.assert(
    fc.property(
      fc.record({ columns: fc.integer({ min: 10, max: 400 }), rows: fc.integer({ min: 2, max: 120 }) }),
      fc.constantFrom(...PANELS),
      fc.nat(5_000),
      (size, focus, nodes) => {
        const { header, body, footer, sideBySide, panels } = layout(size, focus, nodes);
        assert.equal(header + body + footer, size.rows);
        const { nodes: left, decisions, queue } = panels;
        const stacked = decisions.height + queue.height;
        assert.equal(sideBySide ? stacked : stacked + left.height, body);
        if (sideBySide) assert.equal(left.height, body);
        assert.equal(sideBySide ? left.width + 1 + decisions.width : decisions.width, size.columns);
        for (const { height, rows } of Object.values(panels))
          assert.ok(height >= 0 && rows >= 0 && rows <= height);
        if (body >= 3) assert.ok(panels[focus].rows >= 1, 'rows of the panel in focus are seen');
      },
    ),
  );
});

test('columns share what is left over, and a row is as wide as the table', () => {
  const columns = [{ head: 'A', width: 5 }, { head: 'B' }, { head: 'C' }];
  assert.deepEqual(widthsOf(columns, 20), [5, 7, 6]);
  const cells = row(columns, [5, 7, 6], [{ text: 'x' }, { text: 'much too long' }, { text: 'z' }], '~');
  assert.equal(cells.map((one) => one.text).join(''), 'x     much t~ z     ');
});

test('a bar is empty only when nothing is used and full only when nothing is left', () => {
  const drawn = (used: number) => bar({ used, of: 1000 }, 4, ASCII);
  assert.deepEqual([0, 1, 500, 999, 1000, 2000].map(drawn), ['....', '#...', '##..', '###.', '####', '####']);
  assert.equal(percent({ used: 1, of: 0 }), '-');
});

test('the chart shows any binding at all, and the greatest as the highest', () => {
  assert.equal(sparkline([0, 1, 500, 1000], ASCII), ' .=#');
  assert.equal(sparkline([0, 0], ASCII), '  ');
});

test('both sets of signs are one cell wide, and one of them is ASCII', () => {
  for (const [name, sign] of [...Object.entries(ASCII), ...Object.entries(UNICODE)]) {
    for (const one of [sign].flat()) assert.equal(widthOf(one), 1, name);
  }
  assert.match(Object.values(ASCII).flat().join(''), /^[ -~]*$/);
});

test('signs and colours are chosen by what the terminal says of itself', () => {
  assert.deepEqual(
    [{ LANG: 'C' }, { LANG: 'en_US.UTF-8' }, { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, {}, { TERM: 'linux' }].map(
      (env) => needsAscii(env, 'linux'),
    ),
    [true, false, true, false, true],
  );
  assert.deepEqual(
    [{ WT_SESSION: 'x' }, {}].map((env) => needsAscii(env, 'win32')),
    [false, true],
  );
  assert.deepEqual(
    [{}, { COLORFGBG: '0;15' }, { COLORFGBG: '15;0' }, { NO_COLOR: '1', COLORFGBG: '0;15' }].map(guessTheme),
    ['dark', 'light', 'dark', 'none'],
  );
});

test('a line that is broken goes on as far right as it began; lines that fit stay as they are', () => {
  assert.deepEqual(wrap('a:\n  b:   c\n  words that go on', 12), [
    'a:',
    '  b:   c',
    '  words that',
    '  go on',
  ]);
  assert.deepEqual(wrap('   aaaaaaaaaa', 8), ['   aaaaa', '   aaaaa']);
  assert.deepEqual(wrap('世界世界', 5), ['世界', '世界']);
});

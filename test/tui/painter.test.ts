import assert from 'node:assert/strict';
import { test } from 'node:test';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import type { Cells } from '../../src/lib/cells.ts';
import { drawnLine, type Frame } from '../../src/tui/drawn-line.ts';
import { frameCells } from '../../src/tui/frame-cells.ts';
import { span } from '../../src/tui/line.ts';
import { Painter } from '../../src/tui/painter.ts';
import { themeOf, type ThemeName, THEMES, type Tone } from '../../src/tui/theme.ts';
import { terminalCells } from '../helpers/terminal-cells.ts';

const COLUMNS = 24;
const ROWS = 4;

// few texts and tones, so that many pieces are those of the frame before
const tone = fc.constantFrom<Tone | undefined>(undefined, 'normal', 'good', 'dim', 'selected', 'alarm');
const text = fc.constantFrom(
  '',
  ' ',
  'a',
  'b',
  'pod1',
  'node',
  '─────',
  '世界',
  '✓ ',
  'a much longer text than the others',
);
const line = fc
  .record({ spans: fc.array(fc.tuple(text, tone), { maxLength: 5 }), isSelected: fc.boolean() })
  .map(({ spans, isSelected }) =>
    drawnLine(
      spans.map(([words, how]) => span(words, how)),
      COLUMNS,
      '…',
      isSelected,
    ),
  );
const frames = fc.array(fc.array(line, { minLength: ROWS, maxLength: ROWS }), { minLength: 1, maxLength: 6 });

/** What is seen after all this was written. */
async function written(output: string): Promise<Cells> {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  await new Promise<void>((done) => {
    terminal.write(output, done);
  });
  return terminalCells(terminal);
}

test('after any frames the terminal shows the last, every cell with its look', async () => {
  await fc.assert(
    fc.asyncProperty(frames, fc.constantFrom<ThemeName>(...THEMES), async (all, name) => {
      const painter = new Painter(themeOf(name));
      const output = all.map((frame) => painter.paint(frame)).join('');
      assert.deepEqual(await written(output), frameCells(all.at(-1) ?? [], themeOf(name)));
    }),
    { numRuns: 200 },
  );
});

const words = (...lines: readonly string[]): Frame =>
  lines.map((one) => drawnLine([span('> '), span(one)], COLUMNS, '…'));

test('what is shown already is not written again', () => {
  const painter = new Painter(themeOf('dark'));
  painter.paint(words('one', 'two', 'three'));
  assert.equal(painter.paint(words('one', 'two', 'three')), '');
  const change = painter.paint(words('one', 'TWO', 'three'));
  assert.ok(
    change.includes('TWO') && !change.includes('>') && !change.includes('one'),
    JSON.stringify(change),
  );
});

test('pieces that are the same, but elsewhere, are not taken for what is shown', async () => {
  const painter = new Painter(themeOf('none'));
  const line = (...texts: readonly string[]) => [texts.map((one) => span(one.repeat(COLUMNS / 3)))];
  const output = painter.paint(line('a', 'b', 'c')) + painter.paint(line('a', 'c', 'c'));
  assert.deepEqual((await written(output))[0], frameCells(line('a', 'c', 'c'), themeOf('none'))[0]);
});

test('once it is told to forget, everything is written', () => {
  const painter = new Painter(themeOf('dark'));
  const first = painter.paint(words('one', 'two'));
  painter.forget();
  assert.equal(painter.paint(words('one', 'two')), first);
});

test('a frame that is wider than the terminal moves nothing', async () => {
  const painter = new Painter(themeOf('none'));
  const wide = Array.from({ length: ROWS }, (_, at) =>
    drawnLine([span(`line ${at} `.repeat(9))], COLUMNS + 10, '…'),
  );
  const cells = await written(painter.paint(wide));
  assert.deepEqual(
    cells.map((row) =>
      row
        .slice(0, 6)
        .map((cell) => cell.text)
        .join(''),
    ),
    ['line 0', 'line 1', 'line 2', 'line 3'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import type { Cells } from '../../src/lib/cells.ts';
import { screenToSvg } from '../../src/lib/screen-svg.ts';
import { readSvg } from '../helpers/svg.ts';
import { terminalCells } from '../helpers/terminal-cells.ts';

const DARK = { title: 'a screen', palette: 'dark' } as const;
const CELL = { width: 8.4, height: 18 };

/** Where each piece of text is: its row, its column and how many cells it is stretched over. */
function pieces(cells: Cells) {
  return readSvg(screenToSvg(cells, DARK)).texts.flatMap(({ text, attributes }) => {
    const { x = '', y = '', textLength, class: look = '' } = attributes;
    if (textLength === undefined) return [];
    const row = (Number(y) - 42 - 13.5) / CELL.height;
    return [
      { text, row, column: (Number(x) - 12) / CELL.width, width: Number(textLength) / CELL.width, look },
    ];
  });
}

/** What a reader sees on the grid: every piece laid out in its cells again. */
function seen(cells: Cells): string[] {
  const grid = cells.map((row) => row.map(() => ' '));
  for (const { text, row, column, width } of pieces(cells)) {
    assert.ok(Math.abs(row - Math.round(row)) < 0.01 && Math.abs(column - Math.round(column)) < 0.01);
    const line = grid[Math.round(row)];
    assert.ok(line, `row ${row}`);
    line.splice(Math.round(column), Math.round(width), ...padded(text, Math.round(width)));
  }
  return grid.map((line) => line.join(''));
}

function padded(text: string, width: number): string[] {
  return [text, ...Array.from({ length: width - 1 }, () => '')];
}

function textOf(cells: Cells): string[] {
  return cells.map((row) => row.map(({ text }) => text).join(''));
}

async function recorded(columns: number, rows: number, output: string): Promise<Cells> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((done) => {
    terminal.write(output, done);
  });
  return terminalCells(terminal);
}

test('what a terminal showed is in its cells: letters, rules, wide characters, colours', async () => {
  const cells = await recorded(
    12,
    3,
    '\u001b[1;36m▶ \u001b[mab <&>\u001b[2;1H━━━世界x\u001b[3;3H\u001b[7mon\u001b[m \u001b[32m✓\u001b[m',
  );
  const found = pieces(cells).map(({ text, row, column, width }) => [
    text,
    Math.round(row),
    Math.round(column),
    Math.round(width),
  ]);
  assert.deepEqual(found, [
    ['▶', 0, 0, 1],
    ['ab <&>', 0, 2, 6],
    ['━━━', 1, 0, 3],
    ['世', 1, 3, 2],
    ['界', 1, 5, 2],
    ['x', 1, 7, 1],
    ['on', 2, 2, 2],
    ['✓', 2, 5, 1],
  ]);
  const svg = screenToSvg(cells, DARK);
  const rule = (text: string) =>
    new RegExp(`\\.${pieces(cells).find((piece) => piece.text === text)?.look}\\{([^}]*)\\}`).exec(svg)?.[1];
  assert.equal(rule('▶'), 'fill:#39c5cf;font-weight:bold');
  assert.equal(rule('✓'), 'fill:#3fb950');
  assert.equal(rule('on'), 'fill:#0d1117', 'the background’s colour');
  assert.match(svg, /<rect x="28.8" y="78" width="16.8" height="18" fill="#e6edf3"\/>/);
});

// few, so that many neighbours look the same
const look = fc.constantFrom({}, { dim: true }, { inverse: true, color: 3 });
const cell = fc
  .record({
    text: fc.constantFrom(' ', 'a', 'b', '<', '&', '"', "'", ']]>', 'é', '█', '░', '─', '▁', '世'),
    look,
  })
  .map(({ text, look: how }) =>
    text === '世'
      ? [
          { text, ...how },
          { text: '', ...how },
        ]
      : [{ text, ...how }],
  );
const screens = fc.array(
  fc.array(cell, { maxLength: 20 }).map((row) => row.flat()),
  { maxLength: 6 },
);

test('every text of every screen is in its cells, and the image is well-formed', () => {
  fc.assert(
    fc.property(screens, (cells) => {
      assert.deepEqual(
        seen(cells).map((line) => line.trimEnd()),
        textOf(cells).map((line) => line.trimEnd()),
      );
    }),
    { numRuns: 300 },
  );
});

test('whatever the texts are, the image is well-formed, has no scripts, and is the same again', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string({ unit: 'binary' }), (texts, title) => {
      const cells = [texts.map((text) => ({ text }))];
      const svg = screenToSvg(cells, { title, palette: 'light' });
      const { elements } = readSvg(svg);
      for (const element of elements)
        assert.ok(['svg', 'title', 'style', 'rect', 'path', 'text', 'tspan'].includes(element), element);
      assert.equal(screenToSvg(cells, { title, palette: 'light' }), svg);
    }),
  );
});

test('every colour can be read: 4.5 : 1 against its background', () => {
  for (const palette of ['dark', 'light'] as const) {
    const colours = Array.from({ length: 8 }, (_, color) => ({ text: 'x', color }));
    const svg = screenToSvg([[...colours.flatMap((one) => [one, { text: ' ' }]), { text: 'd', dim: true }]], {
      ...DARK,
      palette,
    });
    const background = /<rect [^>]*fill="(#\w+)"/.exec(svg)?.[1] ?? '';
    const text = /monospace;fill:(#\w+)/.exec(svg)?.[1] ?? '';
    const fills = Array.from(svg.matchAll(/\{fill:(#\w+)/g), ([, fill = '']) => fill);
    assert.ok(fills.length >= 8, 'seven or eight colours and what is dim');
    for (const fill of [...fills, text])
      assert.ok(contrast(rgb(fill), rgb(background)) >= 4.5, `${palette} ${fill}`);
  }
});

function rgb(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
}

/** https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
function contrast(a: readonly number[], b: readonly number[]): number {
  const light = (colour: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = colour.map((part) =>
      part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
}

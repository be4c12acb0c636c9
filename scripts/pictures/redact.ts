import type { Cell, Cells } from '../../src/lib/cells.ts';

/** What is to be replaced, and by which text. */
export type Redaction = readonly [RegExp, string];

/** Replaces what is another each time, such as times of day and process ids; the end of its row makes room, or fills it. */
export function redacted(cells: Cells, redactions: readonly Redaction[]): Cells {
  return cells.map((row) => redactions.reduce(redactRow, row));
}

function redactRow(row: readonly Cell[], [what, by]: Redaction): readonly Cell[] {
  const text = row.map((cell) => cell.text).join('');
  // a wide character has one character in two cells: then places in the text are none in the row
  if (text.length !== row.length) return row;
  const changed: Cell[] = [];
  let from = 0;
  for (const { index, 0: found } of text.matchAll(what)) {
    const { text: _old, ...look } = row[index] ?? { text: '' };
    changed.push(...row.slice(from, index), ...Array.from(by, (char) => ({ ...look, text: char })));
    from = index + found.length;
  }
  const whole = [...changed, ...row.slice(from)];
  const last = row.at(-1);
  const missing = Math.max(0, row.length - whole.length);
  return last ? [...whole, ...Array.from({ length: missing }, () => last)].slice(0, row.length) : whole;
}

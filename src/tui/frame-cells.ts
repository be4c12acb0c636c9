import type { Cell, Cells } from '../lib/cells.ts';
import type { Frame } from './drawn-line.ts';
import { type Span, widthOf } from './line.ts';
import { COLOURS, type Theme } from './theme.ts';

/** The cells in which a terminal of this theme would show the frame. */
export function frameCells(frame: Frame, theme: Theme): Cells {
  return frame.map((line) => line.flatMap((span) => spanCells(span, theme)));
}

function spanCells({ text, tone = 'normal' }: Span, theme: Theme): readonly Cell[] {
  const { color, bold, dimColor, inverse } = theme[tone];
  const look = {
    ...(color && { color: COLOURS.indexOf(color) }),
    ...(bold && { bold }),
    ...(dimColor && { dim: dimColor }),
    ...(inverse && { inverse }),
  };
  const cells: Cell[] = [];
  for (const char of text) {
    const width = widthOf(char);
    const last = cells.at(-1);
    // a mark is drawn over the character before it
    if (width === 0 && last) cells[cells.length - 1] = { ...last, text: last.text + char };
    if (width > 0) cells.push({ ...look, text: char });
    if (width > 1) cells.push({ ...look, text: '' });
  }
  return cells;
}

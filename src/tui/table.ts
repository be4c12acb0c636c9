import { clean, fit, type Line, type Span, span, widthOf } from './line.ts';
import type { Tone } from './theme.ts';

/** One column: its head, how wide it may get, and whether it is told apart by its right edge as numbers are. */
export interface Column {
  readonly head: string;
  /** A fixed width; without it the column takes what is left over, shared among all such. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

/** One cell. */
export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

const GAP = 1;

/** The widths of all columns in a line of `width` cells. */
export function widthsOf(columns: readonly Column[], width: number): readonly number[] {
  const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0);
  const open = columns.filter((column) => column.width === undefined).length;
  const left = Math.max(0, width - fixed - GAP * Math.max(0, columns.length - 1));
  const each = open === 0 ? 0 : Math.floor(left / open);
  let extra = open === 0 ? 0 : left % open;
  return columns.map((column) => column.width ?? each + (extra-- > 0 ? 1 : 0));
}

/** One row of cells. */
export function row(
  columns: readonly Column[],
  widths: readonly number[],
  cells: readonly Cell[],
  more: string,
): Line {
  return cells.flatMap((cell, at): Span[] => {
    const text = fit(clean(cell.text), widths[at] ?? 0, more, columns[at]?.align);
    return [span(at < cells.length - 1 ? text + ' '.repeat(GAP) : text, cell.tone)];
  });
}

/** The row of heads. */
export function headRow(columns: readonly Column[], widths: readonly number[], more: string): Line {
  return row(
    columns,
    widths,
    columns.map(({ head }) => ({ text: head, tone: 'dim' })),
    more,
  );
}

/** The widest of these texts, at least the head and at most `most`. */
export function widest(head: string, texts: readonly string[], most: number): number {
  return Math.min(
    most,
    texts.reduce((width, text) => Math.max(width, widthOf(text)), widthOf(head)),
  );
}

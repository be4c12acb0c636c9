import { drawnLine, type Frame } from '../../drawn-line.ts';
import { type Line, span } from '../../line.ts';
import type { Marks } from '../../marks.ts';

/** A list as it is looked at. */
export interface ListView {
  /** Only the rows that are seen. */
  readonly rows: readonly Line[];
  /** Which of them is under the cursor. */
  readonly cursor: number;
  readonly width: number;
  readonly height: number;
  /** Whether keys go here: only then is the cursor shown in full. */
  readonly isFocused: boolean;
  /** Said where there are no rows. */
  readonly empty: string;
  readonly marks: Marks;
}

/** The rows of a list that are seen, at most `height`, the one under the cursor marked by a sign as well as by its look. */
export function listLines({ rows, cursor, width, height, isFocused, empty, marks }: ListView): Frame {
  const shown: readonly Line[] = rows.length === 0 ? [[span(empty, 'dim')]] : rows;
  return shown.slice(0, height).map((line, at) => {
    const isUnder = isFocused && at === cursor && rows.length > 0;
    const sign = span(isUnder ? `${marks.cursor} ` : '  ', 'accent');
    return drawnLine([sign, ...line], width, marks.more, isUnder);
  });
}

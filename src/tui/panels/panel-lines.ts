import { drawnLine, exactly, type Frame } from '../drawn-line.ts';
import type { PanelShape } from '../layout.ts';
import { type Line, span } from '../line.ts';
import type { Marks } from '../marks.ts';
import { listLines } from '../widgets/list/list-lines.ts';
import type { PanelText } from './panel-text.ts';

/** One panel in exactly its shape: title, heads, rows. */
export function panelLines(text: PanelText, shape: PanelShape, isFocused: boolean, marks: Marks): Frame {
  const { width, height, rows } = shape;
  const title = drawnLine(
    titleLine(text.title, width, isFocused, marks),
    width,
    isFocused ? marks.focusRule : marks.rule,
  );
  const head = height > 1 && text.head ? [drawnLine([span('  '), ...text.head], width, marks.more)] : [];
  const { cursor, empty } = text;
  const list = listLines({ rows: text.rows, cursor, width, height: rows, isFocused, empty, marks });
  return exactly([title, ...head, ...list], height, width);
}

/** Which panel the keys go to is told by the line's weight and the sign, not by its colour alone. */
function titleLine(title: string, width: number, isFocused: boolean, marks: Marks): Line {
  const rule = isFocused ? marks.focusRule : marks.rule;
  const tone = isFocused ? 'accent' : 'dim';
  const sign = isFocused ? marks.cursor : rule;
  return [
    span(`${sign} `, tone),
    span(title, isFocused ? 'accent' : 'title'),
    span(` ${rule.repeat(width)}`, tone),
  ];
}

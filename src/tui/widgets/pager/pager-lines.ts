import { drawnLine, exactly, type Frame } from '../../drawn-line.ts';
import { type Line, span } from '../../line.ts';
import type { Marks } from '../../marks.ts';
import { type PagerState, pagerSettled } from './pager-state.ts';

/** A long text as it is looked at. */
export interface PagerView {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly scroll: PagerState;
  readonly width: number;
  /** The title's line is one of them. */
  readonly height: number;
  readonly marks: Marks;
}

/** A long text in exactly `height` lines, as much of it as there is room for, and how far it is scrolled. */
export function pagerLines({ title, lines, scroll, width, height, marks }: PagerView): Frame {
  const room = Math.max(1, height - 1);
  const from = pagerSettled(scroll, { length: lines.length, height: room });
  const shown = lines.slice(from, from + room);
  const part = lines.length > room ? `  ${from + 1}-${from + shown.length} of ${lines.length}` : '';
  const rule = marks.focusRule;
  const head = [span(`${rule} ${title}${part} `, 'accent'), span(rule.repeat(width), 'accent')];
  return exactly(
    [drawnLine(head, width, rule), ...shown.map((line) => drawnLine(line, width, marks.more))],
    height,
    width,
  );
}

import { clean, type Line, type Span, span, widthOf } from './line.ts';
import type { Tone } from './theme.ts';

interface Cell {
  readonly char: string;
  readonly tone: Tone | undefined;
}

/** A line in lines of at most `most` cells, broken at spaces where there are any, its tones kept. It goes on as far right as it began, and `hang` cells more. */
export function wrapLine(line: Line, most: number, hang = 0): readonly Line[] {
  const width = Math.max(1, most);
  if (line.reduce((sum, { text }) => sum + widthOf(clean(text)), 0) <= width) return [line];
  const cells = line.flatMap(({ text, tone }) => Array.from(clean(text), (char): Cell => ({ char, tone })));
  const first = cells.findIndex(({ char }) => char !== ' ');
  const begin = first === -1 ? cells.length : first;
  const indent = Math.min(begin + hang, Math.floor(width / 2));
  const lines: Line[] = [];
  for (let rest = cells; rest.length > 0;) {
    const room = lines.length === 0 ? width : width - indent;
    const end = breakAt(rest, room, lines.length === 0 ? begin : 0);
    const spans = spansOf(trimEnd(rest.slice(0, end)));
    lines.push(lines.length === 0 || indent === 0 ? spans : [span(' '.repeat(indent)), ...spans]);
    const next = rest.findIndex(({ char }, at) => at >= end && char !== ' ');
    rest = next === -1 ? [] : rest.slice(next);
  }
  return lines;
}

/** How many cells go into `room`: up to the last space that is not part of the indent, else as many as fit, and at least one. */
function breakAt(cells: readonly Cell[], room: number, indent: number): number {
  let [width, end, space] = [0, 0, 0];
  for (const { char } of cells) {
    width += widthOf(char);
    if (width > room) break;
    end++;
    if (char === ' ' && end > indent) space = end;
  }
  if (end === cells.length || cells[end]?.char === ' ') return end;
  return space > indent ? space : Math.max(end, 1);
}

function trimEnd(cells: readonly Cell[]): readonly Cell[] {
  return cells.slice(0, cells.findLastIndex(({ char }) => char !== ' ') + 1);
}

/** Neighbours of one tone are one piece. */
function spansOf(cells: readonly Cell[]): Line {
  const spans: Span[] = [];
  for (const { char, tone } of cells) {
    const last = spans.at(-1);
    if (last && last.tone === tone) spans[spans.length - 1] = span(last.text + char, tone);
    else spans.push(span(char, tone));
  }
  return spans;
}

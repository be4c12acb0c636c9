import type { Tone } from './theme.ts';

/** A piece of one line. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

/** One line of the screen, before it is cut to its width. */
export type Line = readonly Span[];

export function span(text: string, tone?: Tone): Span {
  return tone === undefined ? { text } : { text, tone };
}

/** Cells that a text takes: nearly always its characters. Wide ones of East Asian scripts and emoji take two, combining marks none. */
export function widthOf(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the quick way for nearly every text
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += cellsOf(char);
  return width;
}

const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

function cellsOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  // nearly all: letters of the West, and what screens are drawn with: arrows, rules, blocks
  if (
    (code < 0x300 && code !== 0xad) ||
    (code >= 0x2190 && code < 0x2300) ||
    (code >= 0x2500 && code < 0x25fd)
  )
    return 1;
  return /\p{Mark}|\p{Cf}/u.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
}

/** What names and messages must not do to a terminal: control characters become spaces. */
export function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what must go
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, ' ');
}

/** The text in exactly `width` cells: padded, or cut with `more` as its last. */
export function fit(text: string, width: number, more: string, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  const room = width - widthOf(text);
  if (room >= 0) return align === 'left' ? text + ' '.repeat(room) : ' '.repeat(room) + text;
  let [cut, taken] = ['', 0];
  for (const char of text) {
    if (taken + cellsOf(char) > width - 1) break;
    cut += char;
    taken += cellsOf(char);
  }
  return cut + more + ' '.repeat(width - 1 - taken);
}

/** The line in exactly `width` cells. */
export function fitLine(line: Line, width: number, more: string): Line {
  const fitted: Span[] = [];
  let left = width;
  for (const [at, { text, tone }] of line.entries()) {
    const cleaned = clean(text);
    const wide = widthOf(cleaned);
    const isCut = wide > left || (wide === left && line.slice(at + 1).some((later) => later.text !== ''));
    if (left > 0) fitted.push(span(isCut ? fit(`${cleaned}  `, left, more) : cleaned, tone));
    left -= wide;
    if (isCut || left < 0) return fitted;
  }
  if (left > 0) fitted.push(span(' '.repeat(left)));
  return fitted;
}

/** Long text in lines of at most `width` cells, broken at spaces where there are any. A line that is broken goes on as far right as it began. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(clean(line), width));
}

function wrapLine(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  const indent = text.slice(0, Math.min(text.search(/[^ ]|$/), Math.floor(width / 2)));
  let rest = text;
  while (widthOf(rest) > width) {
    const end = breakAt(rest, width, indent.length);
    lines.push(rest.slice(0, end).trimEnd());
    rest = indent + rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** After the last space that fits and is not part of the indent; else as much as fits, and at least one character. */
function breakAt(text: string, width: number, indent: number): number {
  let [cells, end, space] = [0, 0, 0];
  for (const char of text) {
    cells += cellsOf(char);
    if (cells > width) break;
    end += char.length;
    if (char === ' ' && end > indent) space = end;
  }
  if (text[end] === ' ') return end;
  return space > indent ? space : Math.max(end, indent + 1);
}

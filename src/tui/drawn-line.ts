import { fitLine, type Line, span } from './line.ts';

/** Lines that fill a screen or a part of it: each exactly as wide as its place. */
export type Frame = readonly Line[];

/** The line in exactly `width` cells, cut with `more`. Under the cursor (`isSelected`) the whole row has one look. */
export function drawnLine(line: Line, width: number, more: string, isSelected = false): Line {
  const fitted = fitLine(line, width, more);
  return isSelected ? [span(fitted.map(({ text }) => text).join(''), 'selected')] : fitted;
}

/** Exactly so many lines: the rest is left out, what is missing is blank. */
export function exactly(lines: Frame, height: number, width: number): Frame {
  const missing = Math.max(0, height - lines.length);
  return [...lines.slice(0, height), ...Array.from({ length: missing }, () => [span(' '.repeat(width))])];
}

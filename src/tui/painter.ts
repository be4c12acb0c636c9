import type { Frame } from './drawn-line.ts';
import { type Line, type Span, widthOf } from './line.ts';
import { COLOURS, type Look, type Theme } from './theme.ts';

/**
 * Begin and end of one change of the screen: a terminal that knows synchronised output shows it in one go, and none breaks lines, so that
 * a frame for a terminal that has just become narrower does no harm.
 */
const BEGIN = '\u001b[?2026h\u001b[?7l';
const END = '\u001b[m\u001b[?7h\u001b[?2026l';

/**
 * Turns frames into what a terminal must be sent. Remembers what is shown, and sends only the pieces of lines that differ: at 200×50 a
 * twentieth of what ink's own composition of cells costs (`npm run bench:ui`).
 */
export class Painter {
  readonly #theme: Theme;
  #shown: Frame = [];

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  /** What makes the terminal show this frame; empty when it does already. Lines must be as wide as the terminal. */
  paint(frame: Frame): string {
    let text = '';
    for (const [at, line] of frame.entries()) {
      const before = this.#shown[at];
      if (line !== before) text += this.#change(at, line, before ?? []);
    }
    this.#shown = frame;
    return text === '' ? '' : BEGIN + text + END;
  }

  /** Nothing is known of what is shown, as after a change of the terminal's size: the next frame is sent whole. */
  forget(): void {
    this.#shown = [];
  }

  /** From the first piece that differs to the last; what stands before and behind is as wide as it was. */
  #change(row: number, line: Line, before: Line): string {
    let from = 0;
    while (from < line.length && isSame(line[from], before[from])) from++;
    if (from === line.length) return '';
    let [end, endBefore] = [line.length, before.length];
    while (end > from && endBefore > from && isSame(line[end - 1], before[endBefore - 1])) {
      end--;
      endBefore--;
    }
    const column = line.slice(0, from).reduce((sum, { text }) => sum + widthOf(text), 0);
    const pieces = line.slice(from, end).map(({ text, tone = 'normal' }) => sgr(this.#theme[tone]) + text);
    return `\u001b[${row + 1};${column + 1}H${pieces.join('')}`;
  }
}

function isSame(a: Span | undefined, b: Span | undefined): boolean {
  return a?.text === b?.text && (a?.tone ?? 'normal') === (b?.tone ?? 'normal');
}

/** Select Graphic Rendition (ECMA-48, 8.3.117): everything off, then what this look has. */
function sgr({ color, bold, dimColor, inverse }: Look): string {
  const codes = [
    ...(bold ? ['1'] : []),
    ...(dimColor ? ['2'] : []),
    ...(inverse ? ['7'] : []),
    ...(color ? [String(30 + COLOURS.indexOf(color))] : []),
  ];
  return `\u001b[${['0', ...codes].join(';')}m`;
}

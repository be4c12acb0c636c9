import { type Html, html } from '../../lib/html.ts';
import { SIZE } from './cast.ts';
import type { Scene, TerminalLine } from './transcript.ts';

/** Lengths in the units of the drawing: a cell of a font of 13. */
const CELL = { width: 7.83, height: 17, baseline: 12.5 } as const;
const MARGIN = 12;
/** A longer play is cut in the middle: how it began and how it ended is what counts. */
const [FIRST_ROWS, LAST_ROWS] = [34, 26];

/** The terminal as it was when this play had ended, as a picture whose text can be selected. */
export function terminalPicture({ title, pieces }: Scene): Html {
  const rows = cutRows(pieces.flatMap(({ lines }) => lines.flatMap(wrapped)));
  const [width, height] = [
    Math.ceil(SIZE.columns * CELL.width + 2 * MARGIN),
    rows.length * CELL.height + 2 * MARGIN,
  ];
  return html`<svg
    class="terminal"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="Terminal, ${title}: the same stands below as text"
    xml:space="preserve"
  >
    <rect class="ground" width="${width}" height="${height}" rx="8" />
    ${rows.map((row, at) => drawn(row, at))}
  </svg>`;
}

/** The same as text. */
export function terminalText({ pieces }: Scene): string {
  return pieces.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n');
}

function drawn({ tone, text }: TerminalLine, at: number): Html | undefined {
  if (text.trim() === '') return undefined;
  const y = MARGIN + at * CELL.height + CELL.baseline;
  // exact cells whatever font the reader has, where every sign is one cell wide
  const length = /^[ -~]+$/.test(text)
    ? html` textLength="${Math.round(text.length * CELL.width * 100) / 100}"`
    : undefined;
  return html`<text class="${tone}" x="${MARGIN}" y="${y}" ${length}>${text}</text> `;
}

function wrapped({ tone, text }: TerminalLine): readonly TerminalLine[] {
  const signs = Array.from(text);
  if (signs.length <= SIZE.columns) return [{ tone, text }];
  const count = Math.ceil(signs.length / SIZE.columns);
  return Array.from({ length: count }, (_, at) => ({
    tone,
    text: signs.slice(at * SIZE.columns, (at + 1) * SIZE.columns).join(''),
  }));
}

function cutRows(rows: readonly TerminalLine[]): readonly TerminalLine[] {
  const more = rows.length - FIRST_ROWS - LAST_ROWS;
  if (more <= 1) return rows;
  const cut: TerminalLine = { tone: 'dim', text: `… ${more} more lines stand below as text` };
  return [...rows.slice(0, FIRST_ROWS), cut, ...rows.slice(-LAST_ROWS)];
}

import { type Cell, type CellLook, type Cells, looksSame } from './cells.ts';

/** What a picture is drawn with beside its cells. */
export interface PictureOptions {
  /** Stands above the screen, and is what a screen reader says. */
  readonly title: string;
  readonly palette: PaletteName;
}

/** The colours of a terminal. */
interface Palette {
  readonly background: string;
  readonly foreground: string;
  /** Of the line above the screen. */
  readonly frame: string;
  /** The eight colours by their numbers. */
  readonly colours: readonly string[];
}

/** Every colour is at least 4.5 : 1 against its background (WCAG 2, AA), dim text, too. */
const PALETTES = {
  dark: {
    background: '#0d1117',
    foreground: '#e6edf3',
    frame: '#21262d',
    colours: ['#8b949e', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#d2a8ff', '#39c5cf', '#e6edf3'],
  },
  light: {
    background: '#ffffff',
    foreground: '#1f2328',
    frame: '#eaeef2',
    colours: ['#24292f', '#cf222e', '#116329', '#7d4e00', '#0550ae', '#8250df', '#1b6f83', '#57606a'],
  },
} as const satisfies Record<string, Palette>;

/** One of the palettes, named after its background. */
export type PaletteName = keyof typeof PALETTES;

/** Pixels: a cell of a font of 14 pixels, the margin around the screen, the line above it. */
const CELL = { width: 8.4, height: 18, baseline: 13.5 };
const MARGIN = 12;
const TITLE = 30;
/** How much of its colour dim text keeps. */
const DIM = 0.65;

/**
 * A terminal's screen as an SVG image: every piece of text in exactly its cells whatever font the reader has, and still text that can be
 * selected and searched. The same cells always give the same image. Pure.
 */
export function screenToSvg(cells: Cells, { title, palette }: PictureOptions): string {
  const colours = PALETTES[palette];
  const columns = cells.reduce((most, row) => Math.max(most, row.length), 0);
  const [width, height] = [
    px(columns * CELL.width + 2 * MARGIN),
    px(cells.length * CELL.height + 2 * MARGIN + TITLE),
  ];
  const looks = new Looks(colours);
  const rows = cells.flatMap((row, at) => rowOf(row, px(TITLE + MARGIN + at * CELL.height), looks));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>text{white-space:pre;font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:${colours.foreground}}${looks.css()}</style>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${colours.background}"/>`,
    `<path d="M0 ${TITLE}V8a8 8 0 0 1 8-8H${px(Number(width) - 8)}a8 8 0 0 1 8 8V${TITLE}z" fill="${colours.frame}"/>`,
    `<text x="${px(Number(width) / 2)}" y="20" text-anchor="middle">${escaped(title)}</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

/** Neighbouring cells that look the same. */
interface Run {
  readonly at: number;
  /** In cells. */
  readonly width: number;
  readonly text: string;
  readonly look: CellLook;
}

/** A row that shows something: its backgrounds, then its text. */
function rowOf(row: readonly Cell[], top: string, looks: Looks): readonly string[] {
  const runs = runsOf(row).filter(({ text, look }) => look.inverse || text.trim() !== '');
  const backgrounds = backgroundsOf(runs, looks).map(
    ({ at, width, fill }) =>
      `<rect x="${left(at)}" y="${top}" width="${px(width * CELL.width)}" height="${CELL.height}" fill="${fill}"/>`,
  );
  const y = px(Number(top) + CELL.baseline);
  const pieces = runs.filter(({ text }) => text.trim() !== '').map((run) => pieceOf(run, looks));
  return pieces.length === 0 ? backgrounds : [...backgrounds, `<text y="${y}">${pieces.join('')}</text>`];
}

interface Background {
  readonly at: number;
  readonly width: number;
  readonly fill: string;
}

/** Those that touch are one: between two a seam would be seen. */
function backgroundsOf(runs: readonly Run[], looks: Looks): readonly Background[] {
  const found: Background[] = [];
  for (const { at, width, look } of runs.filter((run) => run.look.inverse)) {
    const fill = looks.colourOf(look);
    const last = found.at(-1);
    if (last?.fill === fill && last.at + last.width === at)
      found[found.length - 1] = { ...last, width: last.width + width };
    else found.push({ at, width, fill });
  }
  return found;
}

function pieceOf({ at, width, text, look }: Run, looks: Looks): string {
  const name = looks.nameOf(look);
  const styled = name === '' ? '' : ` class="${name}"`;
  return `<tspan x="${left(at)}" textLength="${px(width * CELL.width)}" lengthAdjust="spacingAndGlyphs"${styled}>${escaped(text)}</tspan>`;
}

/** Pieces that may be drawn with one length. Signs that many fonts lack, and so take from others of another width, are kept apart from letters. */
function runsOf(row: readonly Cell[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [at, cell] of row.entries()) {
    const last = runs.at(-1);
    if (last && (cell.text === '' || (looksSame(last.look, cell) && kindOf(last.text) === kindOf(cell.text))))
      runs[runs.length - 1] = { ...last, width: last.width + 1, text: last.text + cell.text };
    else runs.push({ at, width: 1, text: cell.text, look: cell });
  }
  return runs.flatMap(trimmed);
}

/** Letters and spaces belong together; of the others equal ones, as in rules and bars. */
function kindOf(text: string): string {
  const first = text.slice(0, String.fromCodePoint(text.codePointAt(0) ?? 32).length);
  return /^[ -~]/.test(first) ? 'ascii' : first;
}

/** Without the spaces at its ends, unless their background is seen. */
function trimmed(run: Run): readonly Run[] {
  if (run.look.inverse) return [run];
  const text = run.text.trimStart();
  const cut = run.text.length - text.length;
  const rest = text.trimEnd();
  return rest === ''
    ? []
    : [{ ...run, at: run.at + cut, width: run.width - cut - (text.length - rest.length), text: rest }];
}

/** One class of the style sheet for each look that occurs, in the order in which they do. */
class Looks {
  readonly #palette: Palette;
  readonly #rules = new Map<string, string>();

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  /** The class for this look; empty for plain text. */
  nameOf(look: CellLook): string {
    const fill = look.inverse ? this.#palette.background : this.colourOf(look);
    const rule = [
      ...(fill === this.#palette.foreground ? [] : [`fill:${fill}`]),
      ...(look.bold ? ['font-weight:bold'] : []),
    ].join(';');
    if (rule === '') return '';
    const name = this.#rules.get(rule) ?? `l${this.#rules.size + 1}`;
    this.#rules.set(rule, name);
    return name;
  }

  /** The colour of its text, or in reverse of what is behind it. Mixed here: not every reader of SVG knows a text that is half transparent. */
  colourOf({ color, dim }: CellLook): string {
    const { colours, foreground, background } = this.#palette;
    const full = color === undefined ? foreground : (colours[color] ?? foreground);
    return dim ? mixed(full, background, DIM) : full;
  }

  css(): string {
    return Array.from(this.#rules, ([rule, name]) => `.${name}{${rule}}`).join('');
  }
}

/** Of two colours `#rrggbb` so much of the first. */
function mixed(first: string, second: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [one, other] = [first, second].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((one ?? 0) * share + (other ?? 0) * (1 - share));
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function left(column: number): string {
  return px(MARGIN + column * CELL.width);
}

/** At most two digits, so that files stay small and the same everywhere. */
function px(length: number): string {
  return String(Math.round(length * 100) / 100);
}

/** As XML wants it, in text and in attributes; control characters, which it forbids, become spaces. */
function escaped(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- these are what must go
      .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

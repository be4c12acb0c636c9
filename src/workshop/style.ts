/** How lines may look on this terminal or pipe. */
export interface Style {
  /** Columns to wrap text at. */
  readonly width: number;
  readonly colours: boolean;
  /** False: ASCII only. */
  readonly unicode: boolean;
}

const TONES = ['title', 'good', 'bad', 'warning', 'dim', 'command', 'code', 'voice', 'strong'] as const;

/** What a piece of text is, not how it looks. */
export type Tone = (typeof TONES)[number];

const CODES: Readonly<Record<Tone, string>> = {
  title: '1;36',
  good: '32',
  bad: '31',
  warning: '33',
  dim: '2',
  command: '1',
  code: '36',
  voice: '35',
  strong: '1',
};

/** Signs with an ASCII twin for terminals that have nothing else. */
const SIGNS = {
  good: ['✔', '[ok]'],
  bad: ['✘', '[no]'],
  hint: ['→', '->'],
  voice: ['│', '|'],
  rule: ['─', '-'],
  wait: ['…', '...'],
  dot: ['·', '-'],
  bullet: ['•', '*'],
  dash: ['–', '-'],
} as const;

export type Sign = keyof typeof SIGNS;

/** The text in the tone's colour, where there are colours. */
export function paint(text: string, tone: Tone, { colours }: Style): string {
  return colours && text !== '' ? `\u001B[${CODES[tone]}m${text}\u001B[0m` : text;
}

/** A piece of a text, and the tone it was painted in. */
export interface Painted {
  readonly text: string;
  readonly tone?: Tone;
}

/** {@link paint} undone: the text in pieces, for who draws with other means than control characters. Of tones that look the same the first is given. */
export function piecesOf(painted: string): Painted[] {
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  const pieces = painted.split(/\u001B\[([\d;]*)m/);
  return pieces.flatMap((text, at): Painted[] => {
    if (at % 2 === 1 || text === '') return [];
    const tone = toneOf(pieces[at - 1]);
    return [tone === undefined ? { text } : { text, tone }];
  });
}

function toneOf(code: string | undefined): Tone | undefined {
  return TONES.find((tone) => CODES[tone] === code);
}

/** A sign as this terminal can show it. */
export function sign(name: Sign, { unicode }: Style): string {
  return SIGNS[name][unicode ? 0 : 1];
}

// oxlint-disable-next-line no-control-regex -- colours are control characters
const COLOUR = /\u001B\[[\d;]*m/g;

/** Columns that the text takes; colours take none. */
export function widthOf(text: string): number {
  return text.replaceAll(COLOUR, '').length;
}

/** Words into lines of at most `width` columns, the first after `first`, the others after `rest`. A word longer than that stays whole. */
export function wrap(text: string, width: number, first = '', rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (!isEmpty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** How lines may look on this terminal or pipe. */
export interface Style {
  /** Columns to wrap text at. */
  readonly width: number;
  readonly colours: boolean;
  /** False: ASCII only. */
  readonly unicode: boolean;
}

/** What a piece of text is, not how it looks. */
export type Tone = 'title' | 'good' | 'bad' | 'warning' | 'dim' | 'command' | 'code' | 'voice' | 'strong';

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

import type { Level, Report } from '../../doctor/finding.ts';
import type { Verdict } from '../../doctor/verdict.ts';

/** How findings are shown. */
export interface LinesLook {
  readonly colours: boolean;
  /** Also what each probe's trouble would stand in the way of. */
  readonly wide: boolean;
}

/** A line for each finding, the fix below it, and at the end what can be done. */
export function doctorLines(reports: readonly Report[], { sentence }: Verdict, look: LinesLook): string[] {
  const width = Math.max(...reports.map(({ title }) => title.length));
  const lines = reports.flatMap(({ level, title, found, fix = [], blocks }) => [
    `${painted(level, look)}  ${title.padEnd(width)}  ${look.wide ? `${FOR[blocks].padEnd(15)}  ` : ''}${found}`,
    ...fix.map((line) => `${' '.repeat(WIDTH + 4)}${line}`),
  ]);
  return [...lines, '', sentence];
}

const FOR: Readonly<Record<Report['blocks'], string>> = {
  all: 'any workshop',
  kind: 'kind',
  program: 'your scheduler',
};

const WIDTH = 'trouble'.length;

/** The terminal's own green, yellow and red. */
const COLOURS: Readonly<Record<Level, number>> = { ok: 32, warning: 33, trouble: 31 };

function painted(level: Level, { colours }: LinesLook): string {
  const word = level.padEnd(WIDTH);
  return colours ? `\u{1b}[${String(COLOURS[level])}m${word}\u{1b}[39m` : word;
}

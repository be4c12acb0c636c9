/** The signs that a screen is drawn with: one set for terminals that show Unicode, one for all. Each is one cell wide. */
export interface Marks {
  readonly good: string;
  readonly bad: string;
  readonly unasked: string;
  readonly chosen: string;
  readonly cursor: string;
  readonly arrow: string;
  readonly more: string;
  readonly rule: string;
  readonly focusRule: string;
  readonly full: string;
  readonly empty: string;
  readonly between: string;
  /** From none to most. */
  readonly spark: readonly string[];
}

export const UNICODE: Marks = {
  good: '✓',
  bad: '✗',
  unasked: '·',
  chosen: '★',
  cursor: '▶',
  arrow: '→',
  more: '…',
  rule: '─',
  focusRule: '━',
  full: '█',
  empty: '░',
  between: '·',
  spark: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};

export const ASCII: Marks = {
  good: '+',
  bad: 'x',
  unasked: '.',
  chosen: '*',
  cursor: '>',
  arrow: '>',
  more: '~',
  rule: '-',
  focusRule: '=',
  full: '#',
  empty: '.',
  between: '|',
  spark: [' ', '.', ':', '-', '=', '+', '*', '%', '#'],
};

/** Plain signs where nothing says that the terminal shows UTF-8: a locale that is another, or the console of an old Windows. */
export function needsAscii(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (env['TERM'] === 'linux' || env['TERM'] === 'dumb') return true;
  if (platform === 'win32') return !env['WT_SESSION'] && !env['TERM_PROGRAM'] && !env['TERM'];
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  // without any locale, as in many containers, the terminal outside is a modern one
  return locale !== '' && !/utf-?8/i.test(locale);
}

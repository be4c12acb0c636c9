/** What a piece of text means. How it looks is the theme's; its words or its sign always say the same without colours. */
export type Tone = 'normal' | 'dim' | 'good' | 'bad' | 'warn' | 'accent' | 'title' | 'selected' | 'alarm';

/** The terminal's own colours, in the order of their numbers. */
export const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** How text looks; named as the properties of ink's `Text`. */
export interface Look {
  readonly color?: (typeof COLOURS)[number];
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
}

export type Theme = Readonly<Record<Tone, Look>>;

export const THEMES = ['dark', 'light', 'none'] as const;

/** One of {@link THEMES}. */
export type ThemeName = (typeof THEMES)[number];

const PLAIN: Theme = {
  normal: {},
  dim: {},
  good: {},
  bad: { bold: true },
  warn: { bold: true },
  accent: { bold: true },
  title: { bold: true },
  selected: { inverse: true },
  alarm: { inverse: true, bold: true },
};

/** Only the terminal's own sixteen colours: they fit the scheme that a person has chosen. */
const BY_NAME: Readonly<Record<ThemeName, Theme>> = {
  none: PLAIN,
  dark: {
    ...PLAIN,
    dim: { dimColor: true },
    good: { color: 'green' },
    bad: { color: 'red', bold: true },
    warn: { color: 'yellow' },
    accent: { color: 'cyan', bold: true },
    alarm: { color: 'yellow', inverse: true, bold: true },
  },
  light: {
    ...PLAIN,
    dim: { dimColor: true },
    good: { color: 'green' },
    bad: { color: 'red', bold: true },
    // yellow cannot be read on white
    warn: { color: 'magenta' },
    accent: { color: 'blue', bold: true },
    alarm: { color: 'magenta', inverse: true, bold: true },
  },
};

export function themeOf(name: ThemeName): Theme {
  return BY_NAME[name];
}

/**
 * The theme for this terminal: none where colours are not wanted (https://no-color.org), light where the terminal says that its
 * background is (`COLORFGBG`, as rxvt, Konsole and iTerm set it: 7 and 15 are white).
 */
export function guessTheme(env: Readonly<Record<string, string | undefined>>): ThemeName {
  if (env['NO_COLOR']) return 'none';
  const background = env['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

import { type Line, span } from '../line.ts';
import type { Model } from '../model.ts';

/** The last line: what went wrong or was done, else the keys that matter here. */
export function footerLine({ ui, about, story }: Model): Line {
  const { notice } = ui;
  if (notice)
    return [
      span(
        `${notice.isTrouble ? `${about.marks.bad} ` : ''}${notice.text}`,
        notice.isTrouble ? 'bad' : 'good',
      ),
    ];
  const keys = ui.pages.length > 0 ? PAGE_KEYS : PANEL_KEYS[ui.focus];
  return keys.flatMap(([key, what]) => [
    span(key, 'accent'),
    span(` ${story.paused && key === 's' ? 'go on' : what}  `, 'dim'),
  ]);
}

type Hints = readonly (readonly [string, string])[];

const PAGE_KEYS: Hints = [
  ['esc', 'back'],
  ['j k', 'scroll'],
  ['d', 'describe'],
  ['y', 'yaml'],
  ['?', 'help'],
  ['ctrl+c', 'end'],
];

/** Those that everybody must find come first: a narrow terminal cuts the rest. */
const FIRST: Hints = [
  ['?', 'help'],
  ['q', 'end'],
  ['tab', 'next'],
];

const REST: Hints = [
  ['/', 'filter'],
  ['s', 'pause'],
  ['p', 'policy'],
];

const PANEL_KEYS: Readonly<Record<Model['ui']['focus'], Hints>> = {
  nodes: [['enter', 'more'], ...FIRST, ['u', 'cordon'], ['t', 'taint'], ...REST],
  decisions: [['enter', 'why'], ...FIRST, ...REST, ['l', 'log']],
  queue: [['enter', 'why'], ...FIRST, ...REST],
};

import { promptLine } from '../widgets/prompt/prompt-line.ts';
import { type Line, span } from '../line.ts';
import type { GuidedModel, GuidedPage } from './guided-model.ts';

/** The last line: what is being typed, what went wrong or was done, else the keys that matter here. */
export function guidedFooter({ ui, guide, about, size }: GuidedModel): Line {
  if (ui.prompt) {
    const question = 'why does it score nodes so? (enter = later) ';
    return [span(question, 'accent'), ...promptLine(ui.prompt, size.columns - question.length)];
  }
  if (ui.notice) {
    const { text, isTrouble } = ui.notice;
    return [span(`${isTrouble ? `${about.marks.bad} ` : ''}${text}`, isTrouble ? 'bad' : 'good')];
  }
  const keys = keysFor(ui.page, guide.playing !== undefined);
  return fitting(keys, size.columns).flatMap(([key, what], at) => [
    span(at === 0 ? key : `  ${key}`, 'accent'),
    span(` ${what}`, 'dim'),
  ]);
}

function keysFor(page: GuidedPage | undefined, isPlaying: boolean): Hints {
  if (page?.kind === 'quiz') return page.choice === undefined ? QUIZ_KEYS : ANSWERED_KEYS;
  if (page) return page.kind === 'confirm' ? CONFIRM_KEYS : PAGE_KEYS;
  return isPlaying ? PLAYING_KEYS : IDLE_KEYS;
}

/** As many as are seen in full. */
function fitting(keys: Hints, columns: number): Hints {
  let width = 0;
  const end = keys.findIndex(([key, what]) => {
    width += key.length + what.length + 3;
    return width - 2 > columns;
  });
  return end === -1 ? keys : keys.slice(0, end);
}

type Hints = readonly (readonly [string, string])[];

const CONFIRM_KEYS: Hints = [
  ['y', 'it may'],
  ['esc', 'it may not'],
];
const QUIZ_KEYS: Hints = [
  ['1 to 4', 'answer'],
  ['n', 'skip'],
  ['esc', 'back'],
  ['j k', 'scroll'],
];
const ANSWERED_KEYS: Hints = [
  ['n', 'next'],
  ['esc', 'back'],
  ['j k', 'scroll'],
];
const PAGE_KEYS: Hints = [
  ['esc', 'back'],
  ['j k', 'scroll'],
  ['q', 'back'],
];
/** Those that everybody must find come first: a narrow terminal cuts the rest. */
const PLAYING_KEYS: Hints = [
  ['?', 'help'],
  ['q', 'quit'],
  ['h', 'hints'],
  ['j k', 'scroll'],
  ['tab', 'panel'],
  ['x', 'stop'],
];
const IDLE_KEYS: Hints = [
  ['?', 'help'],
  ['q', 'quit'],
  ['n', 'next'],
  ['b', 'back'],
  ['h', 'hints'],
  ['c', 'check'],
  ['r', 'again'],
  ['v', 'verify'],
  ['tab', 'panel'],
  ['w', 'questions'],
  ['j k', 'scroll'],
];

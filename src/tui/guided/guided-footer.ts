import { promptLine } from '../widgets/prompt/prompt-line.ts';
import { type Line, span } from '../line.ts';
import type { GuidedModel } from './guided-model.ts';

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
  const keys = ui.page
    ? ui.page.kind === 'confirm'
      ? CONFIRM_KEYS
      : PAGE_KEYS
    : guide.playing
      ? PLAYING_KEYS
      : IDLE_KEYS;
  return keys.flatMap(([key, what]) => [span(key, 'accent'), span(` ${what}  `, 'dim')]);
}

type Hints = readonly (readonly [string, string])[];

const CONFIRM_KEYS: Hints = [
  ['y', 'it may'],
  ['esc', 'it may not'],
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
  ['v', 'evidence'],
  ['tab', 'panel'],
  ['j k', 'scroll'],
];

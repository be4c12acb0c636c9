import { firstFailing } from '../../watch/watched.ts';
import { type Line, span } from '../line.ts';
import { WATCH_KEYS } from './watch-keys.ts';
import type { WatchModel, WatchPage } from './watch-model.ts';
import { stepLine } from './watch-step.ts';

/** What stands above a page. */
export function pageTitle({ watched }: WatchModel, page: WatchPage): string {
  const step = `step ${String(watched.current)}`;
  switch (page.kind) {
    case 'help':
      return 'help';
    case 'hints':
      return `hints for ${step}`;
    case 'list':
      return 'the steps';
    case 'ask-solution':
      return `the solution of ${step}?`;
    case 'ask-reset':
      return `put the skeleton of ${step} back?`;
    case 'text':
      return page.title;
  }
}

/** A page, before it is wrapped. */
export function pageLines(model: WatchModel, page: WatchPage): readonly Line[] {
  switch (page.kind) {
    case 'help':
      return [
        [span(`Save a file in ${model.about.folder}, and this step is tried on ${model.about.where}.`)],
        [],
        ...WATCH_KEYS.map(([keys, what]) => [span(keys.padEnd(14), 'accent'), span(what)]),
      ];
    case 'hints':
      return hintLines(model);
    case 'list':
      return listLines(model);
    case 'ask-solution':
      return [
        [span('Have you seen all hints (h)? What one finds oneself stays.')],
        [],
        [span('y shows the solution', 'accent'), span('; every other key goes back.')],
      ];
    case 'ask-reset':
      return [
        [
          span(
            `What you wrote is kept beside ${model.about.file ?? 'the file'}, in a file that ends in .bak.`,
          ),
        ],
        [],
        [span(`y puts the parts of step ${String(model.watched.current)} back`, 'accent')],
        [span('w puts the whole file back', 'accent'), span('; every other key goes back.')],
      ];
    case 'text':
      return page.text.split('\n').map((text) => [span(text)]);
  }
}

/** The hints that were shown of what fails first, and how to get more. */
function hintLines({ watched, about }: WatchModel): readonly Line[] {
  const failing = firstFailing(watched);
  if (!failing) return [[span('Nothing fails just now.')]];
  const { id, title, hints } = failing.trial;
  const shown = hints.slice(0, watched.hints[id] ?? 0);
  const left = hints.length - shown.length;
  return [
    [span(`${about.marks.bad} `, 'bad'), span(title, 'title')],
    ...(failing.mistake ? [[span(`  ${failing.mistake.name}`, 'warn')]] : []),
    ...shown.flatMap((hint, at) => [
      [],
      [span(`${String(at + 1)}. `, 'accent'), span(hint.split('\n')[0] ?? '')],
      ...hint
        .split('\n')
        .slice(1)
        .map((text) => [span(`   ${text}`)]),
    ]),
    [],
    left > 0
      ? [span(`h shows the next hint, ${String(left)} more`, 'accent'), span('; esc goes back.')]
      : [span('These are all'), span('; esc goes back, and s shows the solution there.')],
  ];
}

function listLines({ watched, about }: WatchModel): readonly Line[] {
  const { marks } = about;
  return watched.steps.flatMap((step) => [
    [span(step.number === watched.current ? `${marks.cursor} ` : '  ', 'accent'), ...stepLine(step, marks)],
    ...step.trials.map((trial) => [span(`      ${trial.title}`, 'dim')]),
  ]);
}

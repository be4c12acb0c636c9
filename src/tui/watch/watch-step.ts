import type { TrialInfo, TrialResult } from '../../trials/trial.ts';
import { firstPlace, placeText } from '../../watch/first-place.ts';
import { taskOf } from '../../watch/steps.ts';
import {
  brokenElsewhere,
  currentStep,
  firstFailing,
  isAllPassed,
  type Outcome,
  resultsOf,
  type Watched,
  type WatchedStep,
} from '../../watch/watched.ts';
import { type Line, span } from '../line.ts';
import type { Marks } from '../marks.ts';
import type { WatchAbout } from './watch-model.ts';

/** `step 3: Decide`. */
export function stepTitle(watched: Watched): string {
  const { number, title } = currentStep(watched);
  return watched.finished && isAllPassed(watched) ? 'finished' : `step ${String(number)}: ${title}`;
}

/** The current step: what is to be written, and how far it is. `todo` are the lines of the file that say so. Lines of any width. */
export function stepLines(
  watched: Watched,
  about: Pick<WatchAbout, 'marks' | 'further' | 'file' | 'open'>,
  todo: readonly number[],
): readonly Line[] {
  const { marks, further } = about;
  if (watched.finished && isAllPassed(watched)) return finishedLines(watched, further, marks);
  const step = currentStep(watched);
  return [
    [span(taskOf(step.number))],
    ...whereLines(step, about, todo),
    [],
    ...outcomeLines(watched.outcome),
    ...step.trials.flatMap((trial) => trialLines(trial, watched, marks)),
    ...brokenLines(watched, marks),
  ];
}

function whereLines(
  { number, passed }: WatchedStep,
  { file, open }: Pick<WatchAbout, 'file' | 'open'>,
  todo: readonly number[],
): readonly Line[] {
  if (file === undefined) return [];
  if (todo.length > 0) {
    const lines = `line${todo.length === 1 ? '' : 's'} ${todo.join(', ')}`;
    return [[span(`Write it in ${file}, where it says TODO (step ${String(number)}): ${lines}.`, 'accent')]];
  }
  if (open.includes(number)) return [];
  const text = passed
    ? `The skeleton does this already: read in ${file} how, and break it to see what is said then.`
    : `What is there does all of this if the steps before are right: read in ${file} how.`;
  return [[span(text, 'dim')]];
}

function outcomeLines(outcome: Outcome | undefined): readonly Line[] {
  switch (outcome?.type) {
    case 'not-built': {
      const place = firstPlace(outcome.lines);
      return [
        [span(`It does not build${place ? `; look first at ${placeText(place)}` : ''}:`, 'bad')],
        ...outcome.lines.map((text) => [span(`  ${text}`)]),
        [],
      ];
    }
    case 'not-tried':
      return [
        [span(`It could not be tried: ${outcome.message}`, 'bad')],
        ...(outcome.next === undefined ? [] : [[span(`  ${outcome.next}`)]]),
        [],
      ];
    case 'judged':
    case undefined:
      return [];
  }
}

/** One line where it passed; all that helps where it did not; the program's last lines only for what is to be done next. */
function trialLines(trial: TrialInfo, watched: Watched, marks: Marks): readonly Line[] {
  const result = watched.results.find((each) => each.trial.id === trial.id);
  const head = [markOf(result, marks), span(` ${trial.title}`, result?.ok === false ? 'title' : 'normal')];
  if (!result) return [[...head, ...(isBeingTried(trial, watched) ? [span(' …', 'dim')] : [])]];
  if (result.ok === true) return [head];
  if (result.ok === undefined) return [head, [span(`    ${untold(result)}`, 'dim')]];
  return [head, ...failureLines(result, result === firstFailing(watched))];
}

/** What was not tried says so itself. */
function untold({ found }: TrialResult): string {
  return found.startsWith('not tried') ? found : `cannot be told: ${found}`;
}

function failureLines({ found, mistake, said }: TrialResult, isFirst: boolean): readonly Line[] {
  return [
    [span(`    seen: ${found}`)],
    ...(mistake
      ? [
          [span(`    why: ${mistake.name}`, 'warn')],
          ...(isFirst ? [[span(`    do: ${mistake.advice}`, 'accent')]] : []),
        ]
      : []),
    ...(isFirst && said.length > 0
      ? [
          [span(`    it said last${whereItBroke(said)}:`, 'dim')],
          ...said.slice(-MOST_SAID).map((text) => [span(`      ${text}`, 'dim')]),
        ]
      : []),
  ];
}

/** Without a build, what a compiler would say is among what the program says. */
function whereItBroke(said: readonly string[]): string {
  const place = firstPlace(said);
  return place ? `, look first at ${placeText({ ...place, file: place.file.replace(/^.*[/\\]/, '') })}` : '';
}

/** More of the program's last lines than these push the rest off the screen. */
const MOST_SAID = 8;

function markOf(result: TrialResult | undefined, marks: Marks) {
  if (result?.ok === true) return span(marks.good, 'good');
  return result?.ok === false ? span(marks.bad, 'bad') : span(marks.unasked, 'dim');
}

function isBeingTried({ id }: TrialInfo, { activity }: Watched): boolean {
  return activity.type === 'running' && activity.at?.type === 'trying' && activity.at.trial === id;
}

/** A step that passed and does not any more is said where the person is, with what is wrong. */
function brokenLines(watched: Watched, marks: Marks): readonly Line[] {
  return brokenElsewhere(watched).flatMap((step) => {
    const failing = resultsOf(watched, step).filter(({ ok }) => ok === false);
    return [
      [],
      [
        span(
          `${marks.bad} step ${String(step.number)} passed before, and does not any more (key ${String(step.number)} goes there)`,
          'bad',
        ),
      ],
      ...failing.map((result) => [
        span(`    ${result.trial.title}: ${result.mistake?.name ?? result.found}`),
      ]),
    ];
  });
}

function finishedLines({ steps }: Watched, further: readonly string[], marks: Marks): readonly Line[] {
  return [
    [
      span(
        `Finished: you have written a scheduler, and it passes all ${String(trialsOf(steps))} trials.`,
        'good',
      ),
    ],
    [],
    ...steps.map((step) => stepLine(step, marks)),
    [],
    [span('What to do now:')],
    ...further.map((text) => [span(`  ${text}`, text.startsWith('kubectl') ? 'accent' : 'normal')]),
  ];
}

/** `✓ 3 Decide`, and in words what the mark says. */
export function stepLine({ number, title, passed, broken }: WatchedStep, marks: Marks): Line {
  const [mark, words, tone] = broken
    ? ([marks.bad, 'passed before, does not any more', 'bad'] as const)
    : passed
      ? ([marks.good, 'passed', 'good'] as const)
      : ([marks.unasked, 'open', 'dim'] as const);
  return [span(`${mark} `, tone), span(`${String(number)} ${title.padEnd(12)} `), span(words, tone)];
}

function trialsOf(steps: readonly WatchedStep[]): number {
  return steps.reduce((sum, { trials }) => sum + trials.length, 0);
}

import { currentStep, isAllPassed, isPassing, type Watched } from '../../watch/watched.ts';
import { spokenTime } from '../../watch/words.ts';
import { drawnLine, exactly, type Frame } from '../drawn-line.ts';
import { type Line, span, widthOf } from '../line.ts';
import { pagerLines } from '../widgets/pager/pager-lines.ts';
import { SHORT_KEYS } from './watch-keys.ts';
import type { WatchModel } from './watch-model.ts';
import { bodyView } from './watch-view.ts';

/** The whole screen: as many lines as the terminal has rows, each exactly as wide as it is. Pure. */
export function watchFrame(model: WatchModel): Frame {
  const { columns, rows } = model.size;
  const { marks } = model.about;
  const { title, lines, height } = bodyView(model);
  const scroll = model.ui.page?.scroll ?? model.ui.scroll;
  const below = [nowLine(model), footLine(model)].map((line) => drawnLine(line, columns, marks.more));
  return exactly(
    [
      drawnLine(headLine(model), columns, marks.more),
      ...pagerLines({ title, lines, scroll, width: columns, height: height + 1, marks }),
      ...below,
    ],
    rows,
    columns,
  );
}

/** Who and where on the left, the steps on the right. */
function headLine({ about, watched, size }: WatchModel): Line {
  const left = `kubectl minisched workshop watch  ${about.folder}`;
  const steps = watched.steps.map(({ number, passed, broken }) => {
    const mark = broken ? about.marks.bad : passed ? about.marks.good : about.marks.unasked;
    const tone = broken ? ('bad' as const) : passed ? ('good' as const) : ('dim' as const);
    const isHere = number === watched.current;
    return [
      span(isHere ? ` [${String(number)}` : `  ${String(number)}`, isHere ? 'accent' : 'dim'),
      span(mark, tone),
      span(isHere ? ']' : ' ', 'accent'),
    ];
  });
  const right = steps.flat();
  const room = size.columns - right.reduce((sum, { text }) => sum + widthOf(text), 0);
  return [...drawnLine([span(left, 'title')], Math.max(0, room), about.marks.more), ...right];
}

/** One line: what happens now, or what the person can do next. */
export function nowLine({ watched, about, now }: Pick<WatchModel, 'watched' | 'about' | 'now'>): Line {
  const { activity, outcome, since } = watched;
  const { marks } = about;
  const next = nextSpans(watched, marks.cursor);
  if (outcome?.type === 'judged')
    return [
      ...next,
      span(`  checked in ${spokenTime(outcome.milliseconds)}`, 'dim'),
      span(isTryingMore(watched) ? '; the steps before are tried once more' : '', 'dim'),
    ];
  if (activity.type === 'idle') return next;
  const time = spokenTime(Math.max(0, now - since));
  return [span(`${marks.cursor} ${doing(watched)}`, 'accent'), span(`  ${time}`, 'dim')];
}

function isTryingMore({ activity }: Watched): boolean {
  return activity.type === 'running' && activity.judged && activity.more;
}

function doing({ activity, steps }: Watched): string {
  if (activity.type !== 'running') return 'saved: the last run is being ended';
  switch (activity.at?.type) {
    case 'building':
      return `building: ${activity.at.line}`;
    case 'trying': {
      const { trial } = activity.at;
      const title = steps.flatMap(({ trials }) => trials).find(({ id }) => id === trial)?.title;
      return `trying: ${title ?? trial}`;
    }
    case undefined:
      return 'getting ready';
  }
}

function nextSpans(watched: Watched, cursor: string): Line {
  const { outcome } = watched;
  const step = currentStep(watched);
  if (outcome?.type === 'not-built')
    return [span(`${cursor} mend what the compiler says, and save`, 'accent')];
  if (outcome?.type === 'not-tried') return [span(`${cursor} mend that, then save or press enter`, 'accent')];
  if (watched.finished && isAllPassed(watched)) return [span(`${cursor} q quits`, 'accent')];
  switch (isPassing(watched, step)) {
    case true: {
      const isLast = watched.steps.at(-1)?.number === step.number;
      return [
        span(`${cursor} step ${String(step.number)} passes: n ${isLast ? 'finishes' : 'goes on'}`, 'good'),
      ];
    }
    case false:
      return [span(`${cursor} change it, and save; h gives a hint`, 'accent')];
    case undefined:
      return [span(`${cursor} enter tries it`, 'accent')];
  }
}

function footLine({ ui }: WatchModel): Line {
  if (ui.notice) return [span(ui.notice.text, ui.notice.isTrouble ? 'bad' : 'normal')];
  return [span(SHORT_KEYS, 'dim')];
}

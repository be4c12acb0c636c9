import type { WatchAbout } from '../../tui/watch/watch-model.ts';
import { stepLines, stepTitle } from '../../tui/watch/watch-step.ts';
import type { Line } from '../../tui/line.ts';
import type { Tone } from '../../tui/theme.ts';
import { wrapLine } from '../../tui/wrap-line.ts';
import type { WatchEvent } from '../../watch/watch-events.ts';
import { currentStep, firstFailing, isAllPassed, isPassing, type Watched } from '../../watch/watched.ts';
import { spokenTime } from '../../watch/words.ts';
import { paint, type Style, type Tone as PlainTone } from '../../workshop/style.ts';
import type { Watching } from './watching.ts';
import type { WatchFace } from './workbench.ts';

/** What lines are printed with. */
export interface PlainOptions {
  readonly about: WatchAbout;
  readonly style: Style;
  readonly todo: Watching['todo'];
  readonly print: (line: string) => void;
}

/** The same words as on the screen, as lines where there is none: once for each verdict. There are no keys, so that the first hint is shown at once. */
export function plainFace({ about, style, todo, print }: PlainOptions): WatchFace {
  const tell = (lines: readonly Line[]): void => {
    for (const line of lines.flatMap((each) => wrapLine(each, style.width, 2))) print(plainText(line, style));
  };
  let isJudged = false;
  return {
    show(watched, event) {
      const { activity, outcome } = watched;
      if (activity.type === 'running' && activity.run !== undefined && startsRun(event)) {
        isJudged = false;
        print('');
        tell([
          [
            { text: stepTitle(watched), tone: 'title' },
            { text: `  ${about.folder}`, tone: 'dim' },
          ],
        ]);
      }
      if (event.type === 'stage' && event.stage.type === 'building') print(`$ ${event.stage.line}`);
      if (outcome !== undefined && !isJudged) {
        isJudged = true;
        tell([
          ...stepLines(watched, about, todo(watched.current)),
          ...hintLines(watched),
          verdictLine(watched),
        ]);
      } else if (event.type === 'next' && watched.finished && isAllPassed(watched)) {
        tell(stepLines(watched, about, todo(watched.current)));
      } else if (event.type === 'ended' && activity.type === 'idle') {
        tell(
          watched.steps.filter(({ broken, number }) => broken && number !== watched.current).map(brokenLine),
        );
      }
    },
    notice: (text) => {
      print(text);
    },
  };
}

function startsRun({ type }: WatchEvent): boolean {
  return ['saved', 'again', 'next', 'go-to', 'ended'].includes(type);
}

function hintLines(watched: Watched): readonly Line[] {
  const [hint] = firstFailing(watched)?.trial.hints ?? [];
  return hint === undefined || isPassing(watched, currentStep(watched))
    ? []
    : [[], [{ text: `hint: ${hint}` }]];
}

/** What came out, and how long it took; nothing where it could not be tried: that is said already. */
function verdictLine(watched: Watched): Line {
  const { outcome } = watched;
  if (outcome?.type !== 'judged') return [];
  const step = currentStep(watched);
  const isGood = isPassing(watched, step) === true;
  const text = `step ${String(step.number)} ${isGood ? 'passes' : 'does not pass yet'}`;
  return [
    { text, tone: isGood ? 'good' : 'bad' },
    { text: `  checked in ${spokenTime(outcome.milliseconds)}`, tone: 'dim' },
  ];
}

function brokenLine({ number }: Watched['steps'][number]): Line {
  return [{ text: `step ${String(number)} passed before, and does not any more`, tone: 'bad' }];
}

const TONES: Readonly<Partial<Record<Tone, PlainTone>>> = {
  title: 'title',
  good: 'good',
  bad: 'bad',
  warn: 'warning',
  dim: 'dim',
  accent: 'code',
};

function plainText(line: Line, style: Style): string {
  return line
    .map(({ text, tone }) => {
      const plain = tone && TONES[tone];
      return plain === undefined ? text : paint(text, plain, style);
    })
    .join('')
    .trimEnd();
}

import { stepCalled } from '../../view/guide.ts';
import { type Line, span } from '../line.ts';
import { pagerSettled } from '../widgets/pager/pager-state.ts';
import { wrapLine } from '../wrap-line.ts';
import { guidedLayout } from './guided-layout.ts';
import { type GuidedModel, textStyle } from './guided-model.ts';
import { transcriptLines } from './transcript-lines.ts';

/** A panel's text, and which part of it is seen. */
export interface PanelView {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly from: number;
  /** Lines that are seen at once. */
  readonly height: number;
}

/**
 * The step that is shown: its text, and what happened in it. While it is followed, what was told last is seen, but nothing runs off
 * that came since the person last let it go on.
 */
export function stepView(model: GuidedModel): PanelView {
  const { guide, ui, about } = model;
  const { width, height } = guidedLayout(model).panels.step;
  const step = stepCalled(guide, ui.shown);
  const playing = guide.playing?.step === ui.shown ? guide.playing : undefined;
  const { lines: told, starts } = transcriptLines(
    step?.transcript ?? [],
    width - 1,
    textStyle(about, width - 1),
  );
  const waiting = playing?.paused?.line;
  const lines = waiting === undefined ? told : [...told, [], ...commandToCome(waiting, width, model)];
  const size = { length: lines.length, height: Math.max(1, height - 1) };
  const news = step?.mark === undefined ? lines.length : (starts[step.mark] ?? told.length);
  const wanted = ui.scroll.step === 'follow' ? Math.min(news, lines.length - size.height) : ui.scroll.step;
  const { title = '', minutes = 0 } = step ?? {};
  return {
    title: `step ${ui.shown}  ${title}  ${minutes} min`,
    lines,
    from: pagerSettled(wanted, size),
    height: size.height,
  };
}

/** How many lines of the step the person has not come to. */
export function unread({ lines, from, height }: PanelView): number {
  return Math.max(0, lines.length - from - height);
}

/** The command that the person is asked for, told from those that ran by the sign before it. */
function commandToCome(line: string, width: number, { about }: GuidedModel): readonly Line[] {
  const [first = [], ...rest] = wrapLine([span(`  $ ${line}`, 'dim')], width - 1, 4);
  const [{ text } = { text: '' }, ...others] = first;
  return [[span(`${about.marks.cursor} ${text.slice(2)}`, 'accent'), ...others], ...rest];
}

import { type GuideStep, stepCalled } from '../../view/guide.ts';
import { type Line, type Span, span } from '../line.ts';
import { guidedLayout } from './guided-layout.ts';
import type { GuidedModel } from './guided-model.ts';

/** The first lines: how far the workshop is, and on which cluster. As many as the layout says. */
export function guidedHeader(model: GuidedModel): readonly Line[] {
  const { header } = guidedLayout(model);
  const { guide, about } = model;
  // all at once would not fit on a small screen
  const part = stepCalled(guide, model.ui.shown)?.part;
  const shown = guide.steps.filter((step) => step.part === part);
  const done = shown.filter(({ state }) => state === 'done').length;
  const steps: Line = [
    span(part === 'more' ? 'more ' : 'workshop ', 'title'),
    ...shown.flatMap((step) => stepSpans(step, model)),
    span(`  ${done} of ${shown.length} done`, 'dim'),
  ];
  const where: Line = [span(`on ${about.context} (${about.cluster})`, 'dim')];
  if (header >= 2) return [steps, where];
  return header === 1 ? [[...steps, span('  '), ...where]] : [];
}

/** A sign and the number; the step that is shown stands in brackets. */
function stepSpans({ number, state }: GuideStep, { guide, ui, about: { marks } }: GuidedModel): Span[] {
  const isPlaying = guide.playing?.step === number;
  const [sign, tone] = isPlaying
    ? ([marks.cursor, 'accent'] as const)
    : state === 'done'
      ? ([marks.good, 'good'] as const)
      : state === 'open'
        ? ([marks.unasked, 'dim'] as const)
        : ([state === 'failed' ? marks.bad : '!', 'bad'] as const);
  const [open, close] = number === ui.shown ? ['[', ']'] : [' ', ' '];
  return [span(open, 'title'), span(`${sign}${number}`, tone), span(close, 'title')];
}

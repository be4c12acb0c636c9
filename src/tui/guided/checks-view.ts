import { type GuideCheck, stepCalled } from '../../view/guide.ts';
import { type Line, span } from '../line.ts';
import { wrapLine } from '../wrap-line.ts';
import { pagerSettled } from '../widgets/pager/pager-state.ts';
import { guidedLayout } from './guided-layout.ts';
import type { GuidedModel } from './guided-model.ts';
import type { PanelView } from './step-view.ts';

/** What is to be true when the step is over, and what of it is. */
export function checksView(model: GuidedModel): PanelView {
  const { guide, ui } = model;
  const { width, height } = guidedLayout(model).panels.checks;
  const checks = stepCalled(guide, ui.shown)?.checks ?? [];
  const lines =
    checks.length === 0
      ? [[span('nothing is checked when this step is over', 'dim')]]
      : checks.flatMap((check) => checkLines(check, width - 1, model));
  const seen = Math.max(1, height - 1);
  return {
    title: checks.length === 0 ? 'checks: none in this step' : `checks ${countOf(checks)}`,
    lines,
    from: pagerSettled(ui.scroll.checks, { length: lines.length, height: seen }),
    height: seen,
  };
}

/** `2 of 4 true`, `1 false`. */
function countOf(checks: readonly GuideCheck[]): string {
  const good = checks.filter(({ ok }) => ok === true).length;
  const bad = checks.filter(({ ok }) => ok === false).length;
  return `${good} of ${checks.length} true${bad > 0 ? `, ${bad} false` : ''}`;
}

function checkLines(
  { title, ok, seen, expected }: GuideCheck,
  width: number,
  { about }: GuidedModel,
): Line[] {
  const { good, bad, unasked } = about.marks;
  const sign = ok === undefined ? span(unasked, 'dim') : ok ? span(good, 'good') : span(bad, 'bad');
  const tone = ok === undefined ? 'dim' : 'normal';
  const below = ok === false ? [`expected: ${expected ?? ''}`, `seen: ${seen ?? ''}`] : [];
  return [
    ...indented(title, width, [sign, span(' ')], tone),
    ...below.flatMap((text) => indented(text, width, [span('  ')], 'warn')),
  ];
}

function indented(text: string, width: number, before: Line, tone: 'dim' | 'normal' | 'warn'): Line[] {
  return wrapLine([span(text, tone)], width - 2).map((line, at) => [
    ...(at === 0 ? before : [span('  ')]),
    ...line,
  ]);
}

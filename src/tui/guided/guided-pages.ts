import { stepCalled } from '../../view/guide.ts';
import { type Line, span } from '../line.ts';
import { wrapLine } from '../wrap-line.ts';
import { guidedLayout } from './guided-layout.ts';
import { type GuidedModel, type GuidedPage, textStyle } from './guided-model.ts';
import { markdownLines } from '../../workshop/markdown.ts';
import { GUIDED_KEYS } from './guided-keys.ts';
import { pagerSettled } from '../widgets/pager/pager-state.ts';
import type { PanelView } from './step-view.ts';
import { quizLines, quizTitle } from './quiz-view.ts';
import { paintedLine } from './transcript-lines.ts';

/** The page as it lies over all panels. */
export function pageView(model: GuidedModel, page: GuidedPage): PanelView {
  const { body } = guidedLayout(model);
  const { columns } = model.size;
  const lines = linesOf(model, page).flatMap((line) => wrapLine(line, columns - 1));
  const height = Math.max(1, body - 1);
  return {
    title: titleOf(model, page),
    lines,
    from: pagerSettled(page.scroll, { length: lines.length, height }),
    height,
  };
}

function titleOf(model: GuidedModel, page: GuidedPage): string {
  switch (page.kind) {
    case 'help':
      return 'help';
    case 'hints':
      return `hints for step ${model.ui.shown}`;
    case 'confirm':
      return `may step ${page.step} change things here?`;
    case 'quiz':
      return quizTitle(model, page);
    case 'text':
      return page.title;
  }
}

function linesOf(model: GuidedModel, page: GuidedPage): readonly Line[] {
  switch (page.kind) {
    case 'help':
      return helpLines(model.size.columns);
    case 'hints':
      return hintLines(model);
    case 'confirm':
      return confirmLines(model, page.step);
    case 'quiz':
      return quizLines(model, page);
    case 'text':
      return page.text.trim().split('\n').map(paintedLine);
  }
}

const KEYS = 17;

function helpLines(columns: number): readonly Line[] {
  return GUIDED_KEYS.flatMap(([key, what]) =>
    wrapLine([span(what)], Math.max(10, columns - 1 - KEYS)).map((line, at): Line => [
      span((at === 0 ? key : '').padEnd(KEYS), 'accent'),
      ...line,
    ]),
  );
}

function hintLines({ guide, ui, about, size }: GuidedModel): readonly Line[] {
  const hints = stepCalled(guide, ui.shown)?.hints ?? [];
  if (hints.length === 0) return [[span('this step has no hints', 'dim')]];
  const style = textStyle(about, size.columns - 1);
  return markdownLines(hints.map((hint) => `- ${hint}`).join('\n\n'), style).map(paintedLine);
}

function confirmLines({ about }: GuidedModel, step: number): readonly Line[] {
  return [
    [
      span(
        `Step ${step} deletes or taints things, and the cluster of context ${about.context} was not made by this program.`,
      ),
    ],
    [],
    [
      span(
        "Only pods with the workshop's label, and taints, labels and resources of its own on nodes are touched.",
      ),
    ],
    [],
    [
      span('y', 'accent'),
      span(' it may, here and in the steps that follow     '),
      span('esc', 'accent'),
      span(' it may not'),
    ],
  ];
}

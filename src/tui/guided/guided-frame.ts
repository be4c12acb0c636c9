import { drawnLine, exactly, type Frame } from '../drawn-line.ts';
import { type Line, span } from '../line.ts';
import type { Marks } from '../marks.ts';
import { checksView } from './checks-view.ts';
import { guidedFooter } from './guided-footer.ts';
import { guidedHeader } from './guided-header.ts';
import { guidedLayout, type Shape } from './guided-layout.ts';
import { GUIDED_PANELS, type GuidedModel, type GuidedPanel } from './guided-model.ts';
import { pageView } from './guided-pages.ts';
import { nowLine } from './now-line.ts';
import { schedulerView } from './scheduler-view.ts';
import { type PanelView, stepView } from './step-view.ts';

/** The whole screen: as many lines as the terminal has rows, each exactly as wide as it is. Pure. */
export function guidedFrame(model: GuidedModel): Frame {
  const { now, footer } = guidedLayout(model);
  const { columns, rows } = model.size;
  const lines = [
    ...guidedHeader(model),
    ...bodyLines(model),
    ...(now > 0 ? [nowLine(model)] : []),
    ...(footer > 0 ? [guidedFooter(model)] : []),
  ];
  const { more } = model.about.marks;
  return exactly(
    lines.map((line) => drawnLine(line, columns, more)),
    rows,
    columns,
  );
}

/** A panel's text, and the part of it that is seen. */
export function viewOf(model: GuidedModel, panel: GuidedPanel): PanelView {
  switch (panel) {
    case 'step':
      return stepView(model);
    case 'scheduler':
      return schedulerView(model);
    case 'checks':
      return checksView(model);
  }
}

function bodyLines(model: GuidedModel): readonly Line[] {
  const { body, sideBySide } = guidedLayout(model);
  const { marks } = model.about;
  const { page } = model.ui;
  if (page) return boxLines(pageView(model, page), { width: model.size.columns, height: body }, true, marks);
  const [step, scheduler, checks] = GUIDED_PANELS.map((name) => panelLines(model, name));
  if (!sideBySide) return [step, scheduler, checks].flatMap((lines) => lines ?? []);
  const right = [...(scheduler ?? []), ...(checks ?? [])];
  return (step ?? []).map((line, at) => [...line, span(' '), ...(right[at] ?? [])]);
}

function panelLines(model: GuidedModel, name: GuidedPanel): readonly Line[] {
  const shape = guidedLayout(model).panels[name];
  return boxLines(viewOf(model, name), shape, model.ui.focus === name, model.about.marks);
}

/** A title and what is seen below it, exactly as many lines as the shape is high. */
function boxLines(view: PanelView, { width, height }: Shape, isFocused: boolean, marks: Marks): Frame {
  if (height <= 0) return [];
  const { rule, focusRule, more } = marks;
  const seen = view.lines.slice(view.from, view.from + height - 1);
  const title = titleLine(view, width, isFocused, height > 1, marks);
  return exactly(
    [
      drawnLine(title, width, isFocused ? focusRule : rule),
      ...seen.map((line) => drawnLine(line, width, more)),
    ],
    height,
    width,
  );
}

/** Which panel the keys go to is told by the line's weight and the sign, not by its colour alone. */
function titleLine(view: PanelView, width: number, isFocused: boolean, isOpen: boolean, marks: Marks): Line {
  const rule = isFocused ? marks.focusRule : marks.rule;
  const tone = isFocused ? 'accent' : 'dim';
  const title = span(view.title, isFocused ? 'accent' : 'title');
  return [
    span(`${isFocused ? marks.cursor : rule} `, tone),
    title,
    span(isOpen ? partOf(view) : '', tone),
    span(` ${rule.repeat(width)}`, tone),
  ];
}

/** `  11-20 of 64, 44 below`; nothing where all is seen. */
function partOf({ lines, from, height }: PanelView): string {
  if (lines.length <= height) return '';
  const below = lines.length - from - height;
  return `  ${from + 1}-${Math.min(lines.length, from + height)} of ${lines.length}${below > 0 ? `, ${below} below` : ''}`;
}

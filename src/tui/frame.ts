import { type Line, span, widthOf } from './line.ts';
import type { Marks } from './marks.ts';
import { layoutOf, type Model } from './model.ts';
import { pageLines, pageTitle } from './pages/page-lines.ts';
import { decisionsPanel } from './panels/decisions-panel.ts';
import { footerLine } from './panels/footer.ts';
import { headerLines } from './panels/header.ts';
import { nodesPanel } from './panels/nodes-panel.ts';
import { panelLines } from './panels/panel-lines.ts';
import { queuePanel } from './panels/queue-panel.ts';
import { type Frame, drawnLine, exactly } from './drawn-line.ts';
import { PANELS, type PanelName, type Prompt } from './ui-state.ts';
import { pagerLines } from './widgets/pager/pager-lines.ts';
import { promptLine } from './widgets/prompt/prompt-line.ts';

/**
 * The whole screen: what a model looks like. As many lines as the terminal has rows, each exactly as wide as it is. Pure: the terminal's
 * screen and the pictures of it are both made of this.
 */
export function frameOf(model: Model): Frame {
  const { width, footer } = layoutOf(model);
  const { more } = model.about.marks;
  const lines = [
    ...headerLines(model).map((line) => drawnLine(line, width, more)),
    ...bodyLines(model),
    ...(footer > 0 ? [footLine(model)] : []),
  ];
  return exactly(lines, model.size.rows, width);
}

function bodyLines(model: Model): Frame {
  const { width, body, sideBySide } = layoutOf(model);
  const page = model.ui.pages.at(-1);
  if (page) {
    const lines = pageLines(model, page);
    const { marks } = model.about;
    return pagerLines({ title: pageTitle(page), lines, scroll: page.scroll, width, height: body, marks });
  }
  const [nodes, ...others] = PANELS.map((name) => namedPanel(model, name));
  if (!sideBySide) return exactly([nodes ?? [], ...others].flat(), body, width);
  const right = others.flat();
  return (nodes ?? []).map((line, at) => [...line, span(' '), ...(right[at] ?? [])]);
}

const TEXTS = { nodes: nodesPanel, decisions: decisionsPanel, queue: queuePanel };

function namedPanel(model: Model, name: PanelName): Frame {
  const shape = layoutOf(model).panels[name];
  if (shape.height === 0) return [];
  return panelLines(TEXTS[name](model), shape, model.ui.focus === name, model.about.marks);
}

function footLine(model: Model): Line {
  const { prompt } = model.ui;
  const { marks } = model.about;
  const { columns } = model.size;
  if (!prompt) return drawnLine(footerLine(model), columns, marks.more);
  const label = labelOf(prompt, marks);
  return drawnLine(
    [span(label, 'accent'), ...promptLine(prompt, columns - widthOf(label))],
    columns,
    marks.more,
  );
}

function labelOf(prompt: Prompt, { arrow }: Marks): string {
  switch (prompt.kind) {
    case 'filter':
      return '/';
    case 'command':
      return ':';
    case 'taint':
      return `taint ${prompt.node} (enter does it, esc not) ${arrow} `;
  }
}

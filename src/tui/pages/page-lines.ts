import { podText } from '../../api/pods.ts';
import type { Line } from '../line.ts';
import { span, wrap } from '../line.ts';
import { layoutOf, type Model } from '../model.ts';
import type { Page } from '../ui-state.ts';
import { helpLines } from './help-page.ts';
import { logLines } from './log-page.ts';
import { nodeLines } from './node-page.ts';
import { podLines } from './pod-page.ts';

/** Everything on a page, however long. */
export function pageLines(model: Model, page: Page): readonly Line[] {
  const { width } = layoutOf(model);
  switch (page.kind) {
    case 'pod':
      return podLines(model, page.pod, width);
    case 'node':
      return nodeLines(model, page.node, width);
    case 'log':
      return logLines(model, width);
    case 'help':
      return helpLines(width);
    case 'text':
      return wrap(page.text, width).map((line) => [span(line)]);
  }
}

export function pageTitle(page: Page): string {
  switch (page.kind) {
    case 'pod':
      return `pod ${podText(page.pod)}`;
    case 'node':
      return `node ${page.node}`;
    case 'text':
      return page.title;
    default:
      return page.kind;
  }
}

/** How long it is, and how much of it is seen: the title takes a line. */
export function pageSize(model: Model, page: Page): { readonly length: number; readonly height: number } {
  return { length: pageLines(model, page).length, height: Math.max(1, layoutOf(model).body - 1) };
}

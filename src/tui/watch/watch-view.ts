import type { Line } from '../line.ts';
import type { WatchModel } from './watch-model.ts';
import { pageLines, pageTitle } from './watch-pages.ts';
import { stepLines, stepTitle } from './watch-step.ts';
import { wrapLine } from '../wrap-line.ts';

/** What stands between the head of the screen and its two lowest lines. */
export interface BodyView {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Lines that are seen of it. */
  readonly height: number;
}

/** Head, title of the body, what is to be done, and the keys. */
const AROUND = 4;

/** The page that lies over the step, else the step. */
export function bodyView(model: WatchModel): BodyView {
  const { page } = model.ui;
  const { columns, rows } = model.size;
  const lines = page ? pageLines(model, page) : stepLines(model.watched, model.about, model.todo);
  return {
    title: page ? pageTitle(model, page) : stepTitle(model.watched),
    lines: lines.flatMap((line) => wrapLine(line, columns - 1)),
    height: Math.max(1, rows - AROUND),
  };
}

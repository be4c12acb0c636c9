import { firstFailing } from '../../watch/watched.ts';
import { PAGER_KEYS } from '../widgets/pager/pager-keys.ts';
import { pagerAfter, pagerSettled } from '../widgets/pager/pager-state.ts';
import type { WatchKeyEffect } from './watch-actions.ts';
import type { WatchModel, WatchPage, WatchUi } from './watch-model.ts';
import { bodyView } from './watch-view.ts';

/** What comes of a key. */
export interface WatchStep {
  readonly ui: WatchUi;
  readonly effects: readonly WatchKeyEffect[];
}

/** What a key does: the screen's next state, and what the application is asked to do. Pure. */
export function onWatchKey(model: WatchModel, key: string): WatchStep {
  if (key === 'ctrl+c') return { ui: model.ui, effects: [{ type: 'quit' }] };
  const { notice: _read, ...ui } = model.ui;
  const now = { ...model, ui };
  return ui.page ? pageKey(now, ui.page, key) : stepKey(now, key);
}

function stepKey(model: WatchModel, key: string): WatchStep {
  const { ui } = model;
  switch (key) {
    case 'q':
      return { ui, effects: [{ type: 'quit' }] };
    case 'n':
      return { ui: { ...ui, scroll: 0 }, effects: [{ type: 'tell', event: { type: 'next' } }] };
    case 'enter':
      return { ui, effects: [{ type: 'tell', event: { type: 'again' } }] };
    case 'h':
      return hinted(model);
    case 's':
      return withSkeleton(model, 'ask-solution');
    case 'r':
      return withSkeleton(model, 'ask-reset');
    case 'l':
      return opened(ui, 'list');
    case '?':
      return opened(ui, 'help');
    default:
      return /^\d$/.test(key) ? wentTo(ui, Number(key)) : scrolled(model, key);
  }
}

function pageKey(model: WatchModel, page: WatchPage, key: string): WatchStep {
  const { page: _closed, ...ui } = model.ui;
  const { current: step } = model.watched;
  if (['esc', 'q', 'left', 'backspace'].includes(key)) return only(ui);
  switch (page.kind) {
    case 'ask-solution':
      return key === 'y' ? { ui, effects: [{ type: 'solution', step }] } : only(ui);
    case 'ask-reset':
      if (key !== 'y' && key !== 'w') return only(ui);
      return { ui, effects: [{ type: 'reset', step, whole: key === 'w' }] };
    case 'hints':
      // a hint is asked for, not come upon
      if (key === 'h') return hinted(model);
      break;
    case 'list':
      if (/^\d$/.test(key)) return wentTo(ui, Number(key));
      if (key === 'l') return only(ui);
      break;
    case 'help':
      if (key === '?') return only(ui);
      break;
    case 'text':
      break;
  }
  // what is done next is done on the step itself
  if (key === 'n') return stepKey({ ...model, ui }, key);
  return scrolled(model, key);
}

function hinted(model: WatchModel): WatchStep {
  const effects: readonly WatchKeyEffect[] = [{ type: 'tell', event: { type: 'hint' } }];
  if (!firstFailing(model.watched)) return { ui: model.ui, effects };
  // the newest hint is the last
  return { ui: { ...model.ui, page: { kind: 'hints', scroll: Number.MAX_SAFE_INTEGER } }, effects };
}

function withSkeleton({ ui, about }: WatchModel, kind: 'ask-solution' | 'ask-reset'): WatchStep {
  if (about.file !== undefined) return opened(ui, kind);
  const text =
    'this folder was not made by kubectl minisched init, so that there is no skeleton and no solution for it';
  return only({ ...ui, notice: { text, isTrouble: true } });
}

function wentTo(ui: WatchUi, step: number): WatchStep {
  return { ui: { ...ui, scroll: 0 }, effects: [{ type: 'tell', event: { type: 'go-to', step } }] };
}

function scrolled(model: WatchModel, key: string): WatchStep {
  const action = PAGER_KEYS[key];
  if (!action) return only(model.ui);
  const { ui } = model;
  const { lines, height } = bodyView(model);
  const size = { length: lines.length, height };
  const before = pagerSettled(ui.page?.scroll ?? ui.scroll, size);
  const scroll = pagerAfter(before, action, size);
  return only(ui.page ? { ...ui, page: { ...ui.page, scroll } } : { ...ui, scroll });
}

function opened(ui: WatchUi, kind: Exclude<WatchPage['kind'], 'text'>): WatchStep {
  return only({ ...ui, page: { kind, scroll: 0 } });
}

function only(ui: WatchUi): WatchStep {
  return { ui, effects: [] };
}

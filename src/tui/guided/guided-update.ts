import { firstOpen, isLastOfPart, stepCalled } from '../../view/guide.ts';
import type { ListAction } from '../widgets/list/list-state.ts';
import { PAGER_KEYS } from '../widgets/pager/pager-keys.ts';
import { pagerAfter } from '../widgets/pager/pager-state.ts';
import { promptAction } from '../widgets/prompt/prompt-keys.ts';
import { promptAfter, type PromptState, promptWith } from '../widgets/prompt/prompt-state.ts';
import { type GuidedStep, only } from './guided-step.ts';
import { viewOf } from './guided-frame.ts';
import { GUIDED_PANELS, type GuidedModel, type GuidedPage, type GuidedUi } from './guided-model.ts';
import { pageView } from './guided-pages.ts';
import { openQuiz, questionsToCome, quizKey } from './quiz-keys.ts';
import { unread } from './step-view.ts';

/** What a key does: the screen's next state, and what the application is asked to do. Pure. */
export function onGuidedKey(model: GuidedModel, key: string): GuidedStep {
  if (key === 'ctrl+c') return { ui: model.ui, effects: [{ type: 'quit' }] };
  if (model.ui.prompt) return promptKey(model.ui, model.ui.prompt, key);
  const { notice: _read, isSure, ...ui } = model.ui;
  const now = { ...model, ui };
  if (ui.page) return pageKey(now, ui.page, key);
  if (key === 'q') return quitting(now, isSure === true);
  return scrollKey(now, key) ?? panelKey(now, key);
}

function panelKey(model: GuidedModel, key: string): GuidedStep {
  const { ui, guide } = model;
  switch (key) {
    case 'enter':
      return readOn(model) ?? (guide.playing ? wentOn(model, false) : entered(model));
    case 'a':
      return guide.playing ? wentOn(model, true) : play(model, ui.shown, true);
    case 'r':
      return play(model, ui.shown, false);
    case 'n':
    case 'right':
      return beside(model, 1);
    case 'b':
    case 'left':
      return beside(model, -1);
    case 'tab':
      return only({ ...ui, focus: nextPanel(ui, 1) });
    case 'shift+tab':
      return only({ ...ui, focus: nextPanel(ui, -1) });
    case 'w':
      return openQuiz(model) ?? trouble(ui, 'there is no question after this step');
    case 'h':
      return only({ ...ui, page: { kind: 'hints', scroll: 0 } });
    case '?':
      return only({ ...ui, page: { kind: 'help', scroll: 0 } });
    case 'x':
      return guide.playing ? { ui, effects: [{ type: 'stop' }] } : trouble(ui, 'nothing is being played');
    case 'c':
      return whileIdle(model, () => ({
        ui: saying(ui, 'checking'),
        effects: [{ type: 'check', step: ui.shown }],
      }));
    case 'v':
      return whileIdle(model, () => only({ ...ui, prompt: promptWith('') }));
    default:
      return /^\d$/.test(key) ? goTo(model, Number(key)) : only(ui);
  }
}

/** Nothing is played, and nobody goes on, over lines that were not on the screen. */
function readOn(model: GuidedModel): GuidedStep | undefined {
  const { ui, guide } = model;
  if (guide.playing && guide.playing.step !== ui.shown) return undefined;
  const view = viewOf(model, 'step');
  if (unread(view) === 0) return undefined;
  const step = pagerAfter(
    view.from,
    { type: 'page', by: 1 },
    { length: view.lines.length, height: view.height },
  );
  return only({ ...ui, focus: 'step', scroll: { ...ui.scroll, step } });
}

/** Enter, while nothing is being played: a step that is done is behind the person. */
function entered(model: GuidedModel): GuidedStep {
  const { guide, ui } = model;
  if (stepCalled(guide, ui.shown)?.state !== 'done') return play(model, ui.shown, false);
  if (questionsToCome(model) > 0) return openQuiz(model) ?? only(ui);
  if (!isLastOfPart(guide, ui.shown)) return beside(model, 1);
  const open = firstOpen(guide);
  return open
    ? goTo(model, open.number)
    : trouble(ui, 'all steps are done: v collects the evidence, r plays this one again');
}

function play(model: GuidedModel, number: number, all: boolean): GuidedStep {
  const { ui, guide } = model;
  return whileIdle(model, () => {
    const asks = stepCalled(guide, number)?.asks === true && !ui.mayChange;
    if (asks) return only({ ...ui, page: { kind: 'confirm', step: number, all, scroll: 0 } });
    return playing(ui, number, all);
  });
}

function playing(ui: GuidedUi, step: number, all: boolean): GuidedStep {
  const { mayChange, scroll } = ui;
  return {
    ui: { ...ui, shown: step, focus: 'step', scroll: { ...scroll, step: 'follow', checks: 0 } },
    effects: [{ type: 'play', step, all, mayChange }],
  };
}

/** Whatever the person was reading: they see what comes of it. */
function wentOn({ ui, guide }: GuidedModel, all: boolean): GuidedStep {
  const { playing: now } = guide;
  if (!now || (!now.paused && !all)) return only(ui);
  const follows = { ...ui, shown: now.step, scroll: { ...ui.scroll, step: 'follow' as const } };
  return { ui: follows, effects: [{ type: 'go-on', all }] };
}

function whileIdle({ guide, ui }: GuidedModel, step: () => GuidedStep): GuidedStep {
  return guide.playing ? trouble(ui, `step ${guide.playing.step} is being played: x stops it`) : step();
}

function beside(model: GuidedModel, by: 1 | -1): GuidedStep {
  const { steps } = model.guide;
  const at = steps.findIndex(({ number }) => number === model.ui.shown);
  const step = steps[at + by];
  return step
    ? goTo(model, step.number)
    : trouble(model.ui, by === 1 ? 'this is the last step' : 'this is the first step');
}

function goTo({ ui, guide }: GuidedModel, number: number): GuidedStep {
  if (!stepCalled(guide, number)) return trouble(ui, `there is no step ${number}`);
  const step = guide.playing?.step === number ? 'follow' : 0;
  return only({ ...ui, shown: number, scroll: { ...ui.scroll, step, checks: 0 } });
}

function scrollKey(model: GuidedModel, key: string): GuidedStep | undefined {
  const { ui } = model;
  const action = PAGER_KEYS[key];
  if (!action) return undefined;
  const { from, lines, height } = viewOf(model, ui.focus);
  const scrolled = pagerAfter(from, action, { length: lines.length, height });
  const isAtEnd = scrolled >= lines.length - height && goesDown(action);
  const to = ui.focus === 'step' && isAtEnd && model.guide.playing?.step === ui.shown ? 'follow' : scrolled;
  return only({ ...ui, scroll: { ...ui.scroll, [ui.focus]: to } });
}

function goesDown(action: ListAction): boolean {
  return action.type === 'end' || ('by' in action && action.by > 0);
}

function pageKey(model: GuidedModel, page: GuidedPage, key: string): GuidedStep {
  const { page: _closed, ...ui } = model.ui;
  const answered = page.kind === 'quiz' ? quizKey(model, page, key) : undefined;
  if (answered) return answered;
  if (page.kind === 'confirm' && key === 'y') return playing({ ...ui, mayChange: true }, page.step, page.all);
  if (['esc', 'q', 'left', 'backspace'].includes(key) || (key === '?' && page.kind === 'help'))
    return only(ui);
  if (key === 'h' && page.kind === 'hints') return only(ui);
  const action = PAGER_KEYS[key];
  if (!action) return only(model.ui);
  const { from, lines, height } = pageView(model, page);
  return only({
    ...model.ui,
    page: { ...page, scroll: pagerAfter(from, action, { length: lines.length, height }) },
  });
}

function promptKey({ prompt: _typed, ...ui }: GuidedUi, prompt: PromptState, key: string): GuidedStep {
  if (key === 'esc') return only(ui);
  if (key === 'enter')
    return {
      ui: saying(ui, 'collecting the evidence'),
      effects: [{ type: 'verify', note: prompt.text.trim() }],
    };
  const action = promptAction(key, prompt);
  return only({ ...ui, prompt: action ? promptAfter(prompt, action) : prompt });
}

function quitting({ ui, guide }: GuidedModel, isSure: boolean): GuidedStep {
  if (!guide.playing || isSure) return { ui, effects: [{ type: 'quit' }] };
  const { ui: warned } = trouble(
    ui,
    `step ${guide.playing.step} is being played: q again stops it and quits`,
  );
  return only({ ...warned, isSure: true });
}

function nextPanel({ focus }: GuidedUi, by: 1 | -1): GuidedUi['focus'] {
  const { length } = GUIDED_PANELS;
  return GUIDED_PANELS[(GUIDED_PANELS.indexOf(focus) + by + length) % length] ?? focus;
}

function saying(ui: GuidedUi, text: string): GuidedUi {
  return { ...ui, notice: { text, isTrouble: false } };
}

function trouble(ui: GuidedUi, text: string): GuidedStep {
  return only({ ...ui, notice: { text, isTrouble: true } });
}

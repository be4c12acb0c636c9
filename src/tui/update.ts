import type { PolicyName } from '../scheduler/policy.ts';
import type { Effect } from './actions.ts';
import { runCommand } from './commands.ts';
import { listSize, type Model, policiesOf, streamOf } from './model.ts';
import { pageSize } from './pages/page-lines.ts';
import { openPage, type Step, trouble, withPanel } from './step.ts';
import { nodeUnderCursor, podUnderCursor, targetUnderCursor } from './targets.ts';
import { type PanelName, PANELS, type Prompt } from './ui-state.ts';
import { LIST_KEYS } from './widgets/list/list-keys.ts';
import { LIST_START, type ListAction, listAfter } from './widgets/list/list-state.ts';
import { PAGER_KEYS } from './widgets/pager/pager-keys.ts';
import { pagerAfter } from './widgets/pager/pager-state.ts';
import { promptAction } from './widgets/prompt/prompt-keys.ts';
import { promptAfter, promptWith } from './widgets/prompt/prompt-state.ts';

/** What a key does: the screen's next state, and what the application is asked to do. Pure. */
export function onKey(model: Model, key: string): Step {
  if (key === 'ctrl+c') return { ui: model.ui, effects: [{ type: 'quit' }] };
  if (model.ui.prompt) return promptKey(model, model.ui.prompt, key);
  const { notice: _read, ...ui } = model.ui;
  const now = { ...model, ui };
  return (ui.pages.length > 0 ? pageKey(now, key) : panelKey(now, key)) ?? commonKey(now, key);
}

function pageKey(model: Model, key: string): Step | undefined {
  const { ui } = model;
  const page = ui.pages.at(-1);
  if (!page) return undefined;
  const below = ui.pages.slice(0, -1);
  if (['esc', 'q', 'left', 'backspace'].includes(key)) return { ui: { ...ui, pages: below }, effects: [] };
  const action = PAGER_KEYS[key];
  if (!action) return undefined;
  const scrolled = { ...page, scroll: pagerAfter(page.scroll, action, pageSize(model, page)) };
  return { ui: { ...ui, pages: [...below, scrolled] }, effects: [] };
}

function panelKey(model: Model, key: string): Step | undefined {
  const { ui } = model;
  const action = LIST_KEYS[key];
  if (action) return { ui: moved(model, action), effects: [] };
  switch (key) {
    case 'tab':
    case 'right':
      return { ui: { ...ui, focus: nextPanel(ui.focus, 1) }, effects: [] };
    case 'shift+tab':
    case 'left':
      return { ui: { ...ui, focus: nextPanel(ui.focus, -1) }, effects: [] };
    case 'enter':
      return opened(model);
    case 'esc': {
      const { held: _live, ...live } = withPanel(ui, ui.focus, { list: LIST_START, filter: '' });
      return { ui: live, effects: [] };
    }
    case '/': {
      const before = ui.panels[ui.focus].filter;
      return prompting(model, { kind: 'filter', panel: ui.focus, before, ...promptWith(before) });
    }
    case 'q':
      return { ui, effects: [{ type: 'quit' }] };
    default:
      return undefined;
  }
}

/** Keys that do the same over the panels and on a page. */
function commonKey(model: Model, key: string): Step {
  const { ui, story } = model;
  const ask = (effect: Effect | undefined): Step =>
    effect ? { ui, effects: [effect] } : trouble(ui, 'nothing is under the cursor');
  const target = targetUnderCursor(model);
  switch (key) {
    case 's':
      return ask({ type: story.paused ? 'resume' : 'pause' });
    case 'p':
      return ask({ type: 'policy', policy: nextPolicy(model) });
    case 'u': {
      const node = nodeUnderCursor(model);
      return node
        ? ask({ type: 'cordon', node: node.name, on: !node.cordoned })
        : trouble(ui, 'choose a node first');
    }
    case 't':
      return taintPrompt(model);
    case 'd':
      return ask(target && { type: 'describe', target });
    case 'y':
      return ask(target && { type: 'yaml', target });
    case 'l':
      return { ui: openPage(ui, { kind: 'log', scroll: Number.MAX_SAFE_INTEGER }), effects: [] };
    case '?':
      return { ui: openPage(ui, { kind: 'help', scroll: 0 }), effects: [] };
    case 'w':
      return { ui: { ...ui, wide: !ui.wide }, effects: [] };
    case ':':
      return prompting(model, { kind: 'command', ...promptWith('') });
    default:
      return { ui, effects: [] };
  }
}

function promptKey(model: Model, prompt: Prompt, key: string): Step {
  const { prompt: _done, ...ui } = model.ui;
  if (key === 'esc') {
    const back = prompt.kind === 'filter' ? withPanel(ui, prompt.panel, { filter: prompt.before }) : ui;
    return { ui: back, effects: [] };
  }
  if (key === 'enter') return entered({ ...model, ui }, prompt);
  const action = promptAction(key, prompt);
  if (!action) return { ui: model.ui, effects: [] };
  const typed = { ...prompt, ...promptAfter(prompt, action) };
  // rows are sifted while the words are typed
  const sifted =
    typed.kind === 'filter' ? withPanel(ui, typed.panel, { filter: typed.text, list: LIST_START }) : ui;
  return { ui: { ...sifted, prompt: typed }, effects: [] };
}

function entered(model: Model, prompt: Prompt): Step {
  const { ui } = model;
  const text = prompt.text.trim();
  switch (prompt.kind) {
    case 'filter':
      return { ui, effects: [] };
    case 'command':
      return runCommand(model, text);
    case 'taint':
      return { ui, effects: text === '' ? [] : [{ type: 'taint', node: prompt.node, taint: text }] };
  }
}

/** Offers to take away the first taint that a person has given the node, else the workshop's own. */
function taintPrompt(model: Model): Step {
  const node = nodeUnderCursor(model);
  if (!node) return trouble(model.ui, 'choose a node first');
  if (model.about.readonly) return trouble(model.ui, 'nothing can be changed with --readonly');
  const present = node.taints.find((taint) => !/^node(-role)?\.kubernetes\.io\//.test(taint));
  const text = present ? `${present}-` : 'workshop=blocked:NoSchedule';
  return prompting(model, { kind: 'taint', node: node.name, ...promptWith(text) });
}

function prompting({ ui }: Model, prompt: Prompt): Step {
  return { ui: { ...ui, prompt }, effects: [] };
}

/** The stream stands still as soon as somebody goes down in it, and runs again at its top. */
function moved(model: Model, action: ListAction): Model['ui'] {
  const { ui, story } = model;
  const { focus } = ui;
  const list = listAfter(ui.panels[focus].list, action, listSize(model, focus));
  const after = withPanel(ui, focus, { list });
  if (focus !== 'decisions') return after;
  if (list.cursor > 0) return { ...after, held: ui.held ?? story.told };
  const isAtTop = ui.panels.decisions.list.cursor === 0 || action.type === 'top';
  if (!isAtTop) return after;
  const { held: _live, ...live } = after;
  return live;
}

function opened(model: Model): Step {
  const { ui } = model;
  const pod = ui.focus === 'nodes' ? undefined : podUnderCursor(model);
  if (pod) return { ui: openPage(ui, { kind: 'pod', pod, scroll: 0 }), effects: [] };
  const node = ui.focus === 'nodes' ? nodeUnderCursor(model) : undefined;
  if (node) return { ui: openPage(ui, { kind: 'node', node: node.name, scroll: 0 }), effects: [] };
  const isEmpty = ui.focus !== 'decisions' || streamOf(model).rows.length === 0;
  return trouble(ui, isEmpty ? 'nothing is here yet' : 'this line is about no pod');
}

function nextPanel(focus: PanelName, by: 1 | -1): PanelName {
  return PANELS[(PANELS.indexOf(focus) + by + PANELS.length) % PANELS.length] ?? focus;
}

/** The one after the policy that holds. */
function nextPolicy({ about, story }: Model): PolicyName {
  const policies = policiesOf(about);
  return policies[(policies.indexOf(story.policy) + 1) % policies.length] ?? story.policy;
}

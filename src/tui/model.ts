import { POLICIES, type PolicyName } from '../scheduler/policy.ts';
import type { Facts, Want } from '../view/facts.ts';
import type { Story, StreamEntry } from '../view/story.ts';
import { streamRows } from '../view/stream-window.ts';
import type { Rows } from '../view/window.ts';
import { type Layout, layout } from './layout.ts';
import type { Marks } from './marks.ts';
import type { PanelName, UiState } from './ui-state.ts';
import type { ListSize } from './widgets/list/list-state.ts';

/** What does not change while the screen is open. */
export interface About {
  readonly context: string;
  readonly server: string;
  readonly scheduler: string;
  /** Where the log is; undefined when no file could be written. */
  readonly logFile?: string;
  /** Nothing can be changed from here. */
  readonly readonly: boolean;
  /** It was started with a configuration file, to which one can go back. */
  readonly hasConfig?: boolean;
  readonly marks: Marks;
}

/** What can be chosen, in the order in which a key goes through it. */
export function policiesOf({ hasConfig }: About): readonly PolicyName[] {
  return hasConfig ? [...POLICIES, 'custom'] : POLICIES;
}

/** The terminal's size in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Everything that a frame is drawn from. */
export interface Model {
  readonly about: About;
  readonly ui: UiState;
  readonly story: Story;
  readonly facts: Facts;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly size: Size;
}

export function layoutOf({ size, ui, facts }: Pick<Model, 'size' | 'ui' | 'facts'>): Layout {
  return layout(size, ui.focus, facts.nodes.total);
}

/** What must be read for the next frame. */
export function wantOf(model: Pick<Model, 'size' | 'ui' | 'facts'>): Want {
  const { panels, pages } = model.ui;
  const page = pages.at(-1);
  const shape = layoutOf(model).panels;
  const window = (name: 'nodes' | 'queue') => ({
    from: panels[name].list.from,
    // even a panel that is folded must know how many there are
    count: Math.max(1, shape[name].rows),
    filter: panels[name].filter,
  });
  return {
    nodes: window('nodes'),
    queue: window('queue'),
    ...(page?.kind === 'pod' && { pod: page.pod }),
    ...(page?.kind === 'node' && { node: page.node }),
  };
}

/** The stream as the panel shows it. */
export function streamOf(model: Model): Rows<StreamEntry> {
  const { held, panels } = model.ui;
  return streamRows(model.story, {
    from: panels.decisions.list.from,
    count: Math.max(1, layoutOf(model).panels.decisions.rows),
    filter: panels.decisions.filter,
    ...(held !== undefined && { held }),
  });
}

/** How many rows a panel has, and how many of them are seen. */
export function listSize(model: Model, panel: PanelName): ListSize {
  const rows = panel === 'decisions' ? streamOf(model) : model.facts[panel];
  return { length: rows.matching, height: layoutOf(model).panels[panel].rows };
}

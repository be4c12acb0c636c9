import type { PodRef } from '../scheduler/events.ts';
import { LIST_START, type ListState } from './widgets/list/list-state.ts';
import type { PagerState } from './widgets/pager/pager-state.ts';
import type { PromptState } from './widgets/prompt/prompt-state.ts';

/** The panels, in the order of the tab key. */
export const PANELS = ['nodes', 'decisions', 'queue'] as const;

/** One of {@link PANELS}. */
export type PanelName = (typeof PANELS)[number];

/** Where a person is in one panel. */
export interface PanelState {
  readonly list: ListState;
  readonly filter: string;
}

/** What lies over the panels, a text that is scrolled. */
export type Page = { readonly scroll: PagerState } & (
  | { readonly kind: 'pod'; readonly pod: PodRef }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  | { readonly kind: 'help' | 'log' }
);

/** What is being typed, and what for. */
export type Prompt = PromptState &
  (
    | { readonly kind: 'filter'; readonly panel: PanelName; readonly before: string }
    | { readonly kind: 'command' }
    | { readonly kind: 'taint'; readonly node: string }
  );

/** One sentence at the foot of the screen. */
export interface Notice {
  readonly text: string;
  readonly isTrouble: boolean;
}

/** What a person has done to the screen. It knows nothing of the scheduler. */
export interface UiState {
  readonly focus: PanelName;
  readonly panels: Readonly<Record<PanelName, PanelState>>;
  /** The entry of the stream at which it was stopped for reading. */
  readonly held?: number;
  /** The last is on top. */
  readonly pages: readonly Page[];
  readonly prompt?: Prompt;
  readonly wide: boolean;
  readonly notice?: Notice;
}

export const UI_START: UiState = {
  focus: 'decisions',
  panels: {
    nodes: { list: LIST_START, filter: '' },
    decisions: { list: LIST_START, filter: '' },
    queue: { list: LIST_START, filter: '' },
  },
  pages: [],
  wide: false,
};

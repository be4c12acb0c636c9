import type { Effect } from './actions.ts';
import type { Page, PanelName, PanelState, UiState } from './ui-state.ts';

/** What comes of a key. */
export interface Step {
  readonly ui: UiState;
  readonly effects: readonly Effect[];
}

/** Deeper nobody goes: the oldest page is forgotten. */
const MOST_PAGES = 20;

export function openPage(ui: UiState, page: Page): UiState {
  return { ...ui, pages: [...ui.pages, page].slice(-MOST_PAGES) };
}

export function withPanel(ui: UiState, name: PanelName, change: Partial<PanelState>): UiState {
  return { ...ui, panels: { ...ui.panels, [name]: { ...ui.panels[name], ...change } } };
}

/** Nothing is done, and the foot of the screen says why. */
export function trouble(ui: UiState, text: string): Step {
  return { ui: { ...ui, notice: { text, isTrouble: true } }, effects: [] };
}

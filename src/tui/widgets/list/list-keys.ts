import type { ListAction } from './list-state.ts';

/** The keys of every list, as k9s and vi have them. */
export const LIST_KEYS: Readonly<Record<string, ListAction>> = {
  up: { type: 'move', by: -1 },
  k: { type: 'move', by: -1 },
  down: { type: 'move', by: 1 },
  j: { type: 'move', by: 1 },
  pageup: { type: 'page', by: -1 },
  'ctrl+b': { type: 'page', by: -1 },
  pagedown: { type: 'page', by: 1 },
  'ctrl+f': { type: 'page', by: 1 },
  home: { type: 'top' },
  g: { type: 'top' },
  end: { type: 'end' },
  G: { type: 'end' },
};

import { LIST_KEYS } from '../list/list-keys.ts';
import type { ListAction } from '../list/list-state.ts';

/** The keys of a long text: those of a list, and the space bar as in `less`. */
export const PAGER_KEYS: Readonly<Record<string, ListAction>> = {
  ...LIST_KEYS,
  space: { type: 'page', by: 1 },
};

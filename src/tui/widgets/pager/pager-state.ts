import type { ListAction } from '../list/list-state.ts';

/** How far a long text is scrolled: the number of its first line on the screen. */
export type PagerState = number;

/** The state after an action of a list: there is no cursor, the text itself moves. */
export function pagerAfter(
  from: PagerState,
  action: ListAction,
  { length, height }: { readonly length: number; readonly height: number },
): PagerState {
  const wanted = {
    move: () => from + (action.type === 'move' ? action.by : 0),
    page: () => from + (action.type === 'page' ? action.by : 0) * Math.max(1, height - 1),
    top: () => 0,
    end: () => length,
  }[action.type]();
  return pagerSettled(wanted, { length, height });
}

/** The state that holds for this size. */
export function pagerSettled(
  from: PagerState,
  { length, height }: { readonly length: number; readonly height: number },
): PagerState {
  return Math.max(0, Math.min(from, length - height));
}

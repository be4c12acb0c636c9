/** Where a person is in a list of any length. */
export interface ListState {
  /** The row under the cursor, from 0. */
  readonly cursor: number;
  /** The first row that is shown. */
  readonly from: number;
}

/** What can be done in a list. */
export type ListAction =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'page'; readonly by: 1 | -1 }
  | { readonly type: 'top' }
  | { readonly type: 'end' };

/** How many rows there are, and how many are seen at once. */
export interface ListSize {
  readonly length: number;
  readonly height: number;
}

export const LIST_START: ListState = { cursor: 0, from: 0 };

/** The state after an action: the cursor stays in the list, and what is shown moves no more than it must. */
export function listAfter(state: ListState, action: ListAction, size: ListSize): ListState {
  return settled({ ...state, cursor: target(state.cursor, action, size) }, size);
}

/** The state that holds for this size: rows may have gone, or the terminal may have another size. */
export function settled({ cursor, from }: ListState, { length, height }: ListSize): ListState {
  const at = Math.max(0, Math.min(cursor, length - 1));
  const seen = Math.max(1, height);
  const latest = Math.max(0, length - seen);
  return { cursor: at, from: Math.max(0, Math.min(latest, Math.max(at - seen + 1, Math.min(from, at)))) };
}

function target(cursor: number, action: ListAction, { length, height }: ListSize): number {
  switch (action.type) {
    case 'move':
      return cursor + action.by;
    case 'page':
      return cursor + action.by * Math.max(1, height - 1);
    case 'top':
      return 0;
    case 'end':
      return length - 1;
  }
}

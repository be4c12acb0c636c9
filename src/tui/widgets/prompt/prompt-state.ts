/** A line that is being typed. */
export interface PromptState {
  readonly text: string;
  /** Characters before the caret. */
  readonly caret: number;
}

/** What can be done to it. */
export type PromptAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'rub'; readonly by: -1 | 1 }
  | { readonly type: 'caret'; readonly to: number }
  | { readonly type: 'clear' };

/** Longer is a mistake, such as a pasted file. */
const LONGEST = 500;

export function promptWith(text: string): PromptState {
  return { text, caret: text.length };
}

/** The line after an action. The caret stays within it. */
export function promptAfter({ text, caret }: PromptState, action: PromptAction): PromptState {
  switch (action.type) {
    case 'insert': {
      const longer = (text.slice(0, caret) + action.text + text.slice(caret)).slice(0, LONGEST);
      return { text: longer, caret: Math.min(caret + action.text.length, longer.length) };
    }
    case 'rub': {
      const from = action.by === -1 ? Math.max(0, caret - 1) : caret;
      return { text: text.slice(0, from) + text.slice(action.by === -1 ? caret : caret + 1), caret: from };
    }
    case 'caret':
      return { text, caret: Math.max(0, Math.min(text.length, action.to)) };
    case 'clear':
      return promptWith('');
  }
}

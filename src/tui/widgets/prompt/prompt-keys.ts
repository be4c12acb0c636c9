import type { PromptAction, PromptState } from './prompt-state.ts';

/** What a key does to a line that is being typed; undefined when it is none of the line's. */
export function promptAction(key: string, { text, caret }: PromptState): PromptAction | undefined {
  switch (key) {
    case 'backspace':
      return { type: 'rub', by: -1 };
    case 'delete':
    case 'ctrl+d':
      return { type: 'rub', by: 1 };
    case 'left':
      return { type: 'caret', to: caret - 1 };
    case 'right':
      return { type: 'caret', to: caret + 1 };
    case 'home':
    case 'ctrl+a':
      return { type: 'caret', to: 0 };
    case 'end':
    case 'ctrl+e':
      return { type: 'caret', to: text.length };
    case 'ctrl+u':
      return { type: 'clear' };
    case 'space':
      return { type: 'insert', text: ' ' };
    default:
      return key.length === 1 ? { type: 'insert', text: key } : undefined;
  }
}

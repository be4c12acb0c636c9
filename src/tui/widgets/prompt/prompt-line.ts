import { clean, type Line, span } from '../../line.ts';
import type { PromptState } from './prompt-state.ts';

/** A line that is being typed, in at most `width` characters, its caret a cell in reverse. Of a long line the end before the caret is seen. */
export function promptLine({ text, caret }: PromptState, width: number): Line {
  const room = Math.max(4, width - 1);
  const cleaned = clean(text);
  const from = Math.max(0, caret - room + 1);
  const at = caret - from;
  const seen = cleaned.slice(from, from + room);
  return [span(seen.slice(0, at)), span(seen[at] ?? ' ', 'selected'), span(seen.slice(at + 1))];
}

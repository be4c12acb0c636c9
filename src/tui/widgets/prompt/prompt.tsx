import { Text } from 'ink';
import type { ReactElement } from 'react';
import { clean } from '../../line.ts';
import { hasColours, type Theme } from '../../theme.ts';
import type { PromptState } from './prompt-state.ts';

interface PromptProps {
  /** What is asked, before the line. */
  readonly label: string;
  readonly prompt: PromptState;
  readonly width: number;
  readonly theme: Theme;
}

/** A line that is being typed, its caret a cell in reverse, or a stroke where there are no colours. Of a long line the end before the caret is seen. */
export function Prompt({ label, prompt, width, theme }: PromptProps): ReactElement {
  const room = Math.max(4, width - label.length - 1);
  const text = clean(prompt.text);
  const from = Math.max(0, prompt.caret - room + 1);
  const at = prompt.caret - from;
  const seen = text.slice(from, from + room);
  return (
    <Text wrap="truncate-end">
      <Text {...theme.accent}>{label}</Text>
      {seen.slice(0, at)}
      {hasColours(theme) ? <Text inverse>{seen[at] ?? ' '}</Text> : `|${seen[at] ?? ''}`}
      {seen.slice(at + 1)}
    </Text>
  );
}

import type { CommandResult } from '../exec/run.ts';
import { fill, type Values } from './variables.ts';
import { splitWords } from './words.ts';

/** Whether the `if` of an item or a check holds: its kubectl command succeeds. Nobody is shown it. Without one it holds. */
export async function holds(
  line: string | undefined,
  values: Values,
  kubectl: (args: readonly string[]) => Promise<CommandResult>,
): Promise<boolean> {
  if (line === undefined) return true;
  const [, ...args] = splitWords(line).map((word) => fill(word, values));
  const { exitCode } = await kubectl(args);
  return exitCode === 0;
}

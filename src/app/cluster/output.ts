import type { Output } from '../../exec/run.ts';
import type { CliContext } from '../context.ts';

/** Shows the commands that a provider runs, and what they print, as the person would see them. */
export function shown({ stdout, stderr }: CliContext): Output {
  return {
    command: (line) => void stdout.write(`$ ${line}\n`),
    line: (text, stream) => void (stream === 'stdout' ? stdout : stderr).write(`${text}\n`),
  };
}

/** Shows nothing. */
export const HIDDEN: Output = { command: () => undefined, line: () => undefined };

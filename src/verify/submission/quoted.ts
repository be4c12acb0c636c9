import type { CommandRan } from '../../workshop/journal-entry.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { codeBlock } from '../markdown.ts';
import { timeText } from '../moment.ts';

/** One of the outputs beside the page, found by the name in its file name; empty when there is none. */
export function quotedOutput(evidence: Evidence, outputs: OutputTexts, name: string): string {
  const output = evidence.outputs.find(({ file }) => file.endsWith(`-${name}.txt`));
  const text = output && outputs.get(output.file);
  if (!output || text === undefined) return '';
  return `${codeBlock(text)}\n\n_Run at ${timeText(output.startedAt)}, kept in \`${output.file}\`._`;
}

/** A command of the journal with what it printed then. */
export function quotedCommand(command: CommandRan): string {
  const text = `$ ${command.line}\n${command.stdout}${command.stderr}`;
  return `${codeBlock(text)}\n\n_Recorded in the journal at ${timeText(command.startedAt)}._`;
}

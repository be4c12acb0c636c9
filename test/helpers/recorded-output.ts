import type { Output } from '../../src/exec/run.ts';

/** An `Output` that remembers: command lines as they were shown, and all lines of output. */
export interface RecordedOutput extends Output {
  readonly commands: string[];
  readonly lines: string[];
}

export function recordedOutput(): RecordedOutput {
  const commands: string[] = [];
  const lines: string[] = [];
  return {
    commands,
    lines,
    command: (line) => commands.push(line),
    line: (text) => lines.push(text),
  };
}

import { type CommandGroup, startGroup } from '../exec/command-group.ts';
import { waitUnlessAborted } from '../lib/abort.ts';
import type { Clock } from '../lib/clock.ts';
import { EXIT, UserError } from '../lib/errors.ts';
import type { Program } from './program.ts';

/** The program does not build: as far as people are concerned, a trial that failed. `said` are all lines of the build, oldest first. */
export class BuildError extends UserError {
  override readonly name = 'BuildError';
  override readonly exitCode = EXIT.negative;
  readonly said: readonly string[];

  constructor(line: string, code: number, said: readonly string[]) {
    super(`your program does not build: \`${line}\` ended with exit code ${String(code)}`, {
      next: said.findLast((text) => text.trim() !== '') ?? `run it by hand: ${line}`,
    });
    this.said = said;
  }
}

export interface BuildOptions {
  readonly program: Program;
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Runs the program's build line, if it has one. Rejects with `BuildError` when it fails, and with the signal's reason: then nothing of it runs on. */
export async function build({ program, onLine, clock, signal }: BuildOptions): Promise<void> {
  if (program.build === undefined) return;
  const said: string[] = [];
  const group = startGroup(program.build, {
    cwd: program.folder,
    env: program.env,
    onLine: (line, stream) => {
      said.push(line);
      onLine(line, stream);
    },
  });
  const code = await exitOf(group, clock, signal);
  if (code !== 0) throw new BuildError(program.build, code, said);
}

async function exitOf(group: CommandGroup, clock: Clock, signal: AbortSignal): Promise<number> {
  try {
    await waitUnlessAborted(signal, (resolve) => {
      void group.ended.then(resolve);
    });
  } finally {
    await group.end(clock, signal);
  }
  return group.ended;
}

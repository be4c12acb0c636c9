import type { CommandResult } from '../exec/run.ts';
import { UserError } from '../lib/errors.ts';
import type { Stage } from './stage.ts';

/** How long one command may take when its step does not say. */
export const COMMAND_LIMIT_MS = 60_000;

/** Runs kubectl as a person would: shown, and written into the journal. `args` are without the word `kubectl`. */
export async function runKubectl(
  stage: Stage,
  args: readonly string[],
  options: { readonly timeoutMs?: number; readonly cwd?: string } = {},
): Promise<CommandResult> {
  const { kubectl, signal } = stage.workshop;
  const recorder = stage.recorder();
  try {
    const result = await kubectl(args, { signal, output: recorder, timeoutMs: COMMAND_LIMIT_MS, ...options });
    recorder.record(result);
    return result;
  } catch (error) {
    recorder.end(1);
    throw error;
  }
}

/** The same for what has to succeed: a `UserError` with kubectl's own words when it does not. */
export async function mustRunKubectl(stage: Stage, args: readonly string[]): Promise<void> {
  const { exitCode, line, stderr } = await runKubectl(stage, args);
  if (exitCode === 0) return;
  throw new UserError(`\`${line}\` failed: ${stderr.trim() || `exit code ${exitCode}`}`, {
    next: 'mend that, then run the same again',
  });
}

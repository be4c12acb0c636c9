import { CommanderError } from 'commander';
import { ApiError, isUnauthorized, UnreachableError } from '../api/errors.ts';
import { EXIT, UserError } from '../lib/errors.ts';
import type { CliContext } from '../app/context.ts';
import { program } from './program.ts';

/**
 * Runs one command line and turns whatever comes out of it into words and an exit code: what a person can mend is one
 * sentence and what to do next, a bug is a stack and where to report it.
 */
export async function runCli(context: CliContext, args: readonly string[]): Promise<void> {
  try {
    // nobody who types the name alone has made a mistake
    await program(context).parseAsync(args.length > 0 ? [...args] : ['--help'], { from: 'user' });
  } catch (error) {
    context.setExitCode(report(context, error));
  }
}

function report({ stderr, signal }: CliContext, error: unknown): number {
  // commander has written its own words already: help (asked for, or a group of commands alone) or a usage error
  if (error instanceof CommanderError) {
    return error.exitCode === 0 || error.code === 'commander.help' ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof UserError) {
    stderr.write(`error: ${error.message}\n${error.next ? `next: ${error.next}\n` : ''}`);
    return error.exitCode;
  }
  if (signal.aborted) {
    stderr.write('interrupted: the same command again goes on from here\n');
    return 130;
  }
  if (error instanceof UnreachableError || error instanceof ApiError) {
    stderr.write(`error: ${error.message}\nnext: ${nextAfter(error)}\n`);
    return EXIT.failure;
  }
  stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  stderr.write('This is a bug in kubectl-minisched. Please report it with the lines above.\n');
  return EXIT.failure;
}

function nextAfter(error: Error): string {
  if (error instanceof UnreachableError)
    return 'see whether the cluster runs: kubectl cluster-info; if it was made here: kubectl minisched cluster status';
  if (isUnauthorized(error)) return 'see whether kubectl may talk to the cluster: kubectl auth whoami';
  return 'see what this user may do: kubectl auth can-i --list';
}

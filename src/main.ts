import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { CliContext } from './app/context.ts';
import { EXIT } from './lib/errors.ts';

/** Shells' own word for "ended by Ctrl-C": 128 + SIGINT. */
const INTERRUPTED = 130;

/**
 * The whole program: the only place that touches the process (arguments, streams, signals, exit code). The first
 * Ctrl-C or SIGTERM asks everything to end, the second ends it.
 */
export async function main(): Promise<void> {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (ending.signal.aborted) process.exit(INTERRUPTED);
      ending.abort(new Interruption());
    });
  }
  // a reader such as `head` that has seen enough is no failure
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failure);
  });

  const context = contextOf(ending.signal);
  const { runCli } = await import('./cli/run.ts');
  await runCli(context, process.argv.slice(2));
  if (ending.signal.aborted && process.exitCode === undefined) process.exitCode = INTERRUPTED;
}

/** Why everything ends when the user says so. */
class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor() {
    super('interrupted');
  }
}

function contextOf(signal: AbortSignal): CliContext {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    ...(process.stdin.isTTY &&
      process.stdout.isTTY && { terminal: { stdin: process.stdin, stdout: process.stdout } }),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    root: fileURLToPath(new URL('..', import.meta.url)),
    signal,
    self: [process.execPath, process.argv[1] ?? fileURLToPath(import.meta.url)],
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}

import { existsSync } from 'node:fs';
import { constants } from 'node:os';

import { execa, type Result } from 'execa';

import { UserError } from '../lib/errors.ts';
import type { Env } from './env.ts';
import { MissingToolError } from './missing-tool-error.ts';
import { shellLine } from './shell-line.ts';

export { shellLine } from './shell-line.ts';

/** Where a running command is shown: first the line a person would type, then its output as it comes. */
export interface Output {
  command(line: string): void;
  line(text: string, stream: 'stdout' | 'stderr'): void;
}

/** How a command ended. */
export interface CommandResult {
  /** As shown: what a person would type. */
  readonly line: string;
  /** 128 + the signal's number when a signal ended it, as shells report it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly startedAt: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Nothing is shown when missing. */
  readonly output?: Output;
  /** The child's whole environment (PATH is searched in it); our own when missing. */
  readonly env?: Env;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Shown instead of the real argv. */
  readonly shownAs?: string;
  /** The name that the program is told it was started by; its own when missing. */
  readonly argv0?: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Runs a program to its end, without a shell and with an empty stdin. A non-zero exit code is a value. When the signal
 * aborts or the time is over, the program and all it started are ended (SIGTERM, SIGKILL after 5 s).
 * Rejects with `MissingToolError`, with the signal's reason, or with a `UserError` that names the command and its limit.
 */
export async function run(argv: readonly string[], options: RunOptions): Promise<CommandResult> {
  const { signal, output, now } = options;
  signal.throwIfAborted();
  const line = options.shownAs ?? shellLine(argv);
  output?.command(line);
  const begun = now();
  const result = await spawned(argv, options);
  if (result.isCanceled) throw signal.reason;
  if (result.timedOut) throw timeoutError(line, options.timeoutMs ?? 0);
  if (result.exitCode === undefined && result.signal === undefined) throw startError(argv, options, result);
  return {
    line,
    exitCode: result.exitCode ?? 128 + signalNumber(result.signal),
    stdout: text(result.stdout),
    stderr: text(result.stderr),
    startedAt: new Date(begun).toISOString(),
    milliseconds: now() - begun,
  };
}

function spawned(argv: readonly string[], options: RunOptions): Promise<Result> {
  const [file = '', ...args] = argv;
  return execa(file, args, {
    reject: false,
    stdin: 'ignore',
    stdout: teller('stdout', options.output),
    stderr: teller('stderr', options.output),
    stripFinalNewline: false,
    killDescendants: true,
    cancelSignal: options.signal,
    ...(options.timeoutMs ? { timeout: options.timeoutMs } : {}),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.argv0 === undefined ? {} : { argv0: options.argv0 }),
    ...(options.env ? { env: defined(options.env), extendEnv: false } : {}),
  });
}

/** Passes each line on as it comes and lets it through unchanged. */
function teller(stream: 'stdout' | 'stderr', output: Output | undefined) {
  return function* (line: unknown): Generator<string> {
    const told = String(line);
    output?.line(told.replace(/\r$/, ''), stream);
    yield told;
  };
}

function defined(env: Env): Record<string, string> {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function signalNumber(name: NodeJS.Signals | undefined): number {
  return name === undefined ? 0 : constants.signals[name];
}

function timeoutError(line: string, timeoutMs: number): UserError {
  return new UserError(`\`${line}\` did not end within ${String(timeoutMs / 1000)} s and was stopped`, {
    next: 'run it by hand to see what it waits for',
  });
}

/** The program never ran. */
function startError(argv: readonly string[], options: RunOptions, result: Result): Error {
  const [file = ''] = argv;
  const code = 'code' in result ? String(result.code) : '';
  const cause = 'cause' in result ? result.cause : undefined;
  if (options.cwd !== undefined && !existsSync(options.cwd)) {
    return new UserError(`there is no folder ${options.cwd} to run ${file} in`, { cause });
  }
  if (code === 'ENOENT') return new MissingToolError(file, cause);
  return new UserError(`${file} could not be started${code ? ` (${code})` : ''}`, {
    next: `run \`${shellLine(argv)}\` by hand to see why`,
    cause,
  });
}

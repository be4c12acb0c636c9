import { renameSync, writeFileSync } from 'node:fs';

import { endProcess } from '../exec/end-process.ts';
import { sendSignal } from '../exec/send-signal.ts';
import { type Detached, startDetached } from '../exec/start-detached.ts';
import type { Env } from '../exec/env.ts';
import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import type { Mode } from '../scheduler/events.ts';
import { type LockOwner, readLock } from '../exec/lock.ts';
import { endLeftProgram, leftProgram } from './own/left-program.ts';
import type { OwnProgram } from './own/program.ts';
import { endOfLog, eventOf, lastLines, type LogPart, readEvents } from './scheduler-log.ts';
import type { StateFolder } from './state.ts';

/** The scheduler of one context as a background process that any later run finds again. */
export interface SchedulerProcess {
  /** The living scheduler of this context, found by its lock, whoever started it. */
  find(): LockOwner | undefined;
  /**
   * Starts it in the background, its output appended to the log. Resolves when it has told `running` and holds its lock.
   * Rejects with a `UserError` when one runs already, when it ended before (with its last lines), or after 20 s; a person's own
   * program, which may be built first, after three minutes.
   */
  start(options: StartOptions): Promise<{ readonly pid: number }>;
  /** Writes the file that a scheduler with a configuration reads: all of it at once. */
  configure(config: string, options: { readonly signal: AbortSignal }): Promise<void>;
  /** SIGTERM, SIGKILL after 5 s. Resolves to the pid that was stopped; undefined if none ran. */
  stop(options: { readonly signal: AbortSignal }): Promise<number | undefined>;
  /** What was told since `offset` bytes into the log, and the offset to go on from. */
  eventsSince(offset: number): LogPart;
}

/** How it is started. */
export interface StartOptions {
  readonly mode: Mode;
  /** What `serve` is told beside that. */
  readonly flags?: readonly string[];
  readonly signal: AbortSignal;
  /** Is told again and again until it runs. */
  readonly onWaiting?: (waiting: StartWaiting) => void;
}

/** What there is to show while a start takes long. */
export interface StartWaiting {
  readonly elapsedMs: number;
  readonly limitMs: number;
  /** The last line that a person's own program printed. */
  readonly said?: string;
}

export interface SchedulerProcessOptions {
  /** The program up to and with `serve`: `[node, main.js, 'serve']`. */
  readonly command: readonly string[];
  /** What that starts and watches over, where it is no scheduler of ours. */
  readonly own?: OwnProgram;
  readonly context: string;
  readonly kubeconfig: string;
  /** The name that pods ask for in `spec.schedulerName`. */
  readonly scheduler: string;
  readonly folder: StateFolder;
  readonly env: Env;
  readonly clock: Clock;
}

const START_LIMIT_MS = 20_000;
const OWN_START_LIMIT_MS = 180_000;
const OWN_STOP_LIMIT_MS = 12_000;
const LOOK_EVERY_MS = 50;
const LAST_WORDS = 5;

export function schedulerProcess(options: SchedulerProcessOptions): SchedulerProcess {
  return {
    find: () => readLock(options.folder.schedulerLock) ?? leftProgram(options.folder),
    start: (wanted) => start(options, wanted),
    configure: (config) => Promise.resolve(writeConfig(options.folder, config)),
    stop: ({ signal }) => stop(options, signal),
    eventsSince: (offset) => readEvents(options.folder.schedulerLog, offset),
  };
}

async function start(
  options: SchedulerProcessOptions,
  { mode, flags = [], signal, onWaiting }: StartOptions,
): Promise<{ pid: number }> {
  signal.throwIfAborted();
  refuseSecond(options);
  const log = options.folder.schedulerLog;
  const offset = endOfLog(log);
  const child = await startDetached([...argvOf(options, mode), ...flags], {
    env: { ...options.env, MINISCHED_STARTED_BY: 'workshop' },
    log,
  });
  try {
    await untilRunning(child, options, offset, { signal, ...(onWaiting && { onWaiting }) });
  } catch (error) {
    // a scheduler that nobody waits for any more must not go on placing pods
    if (child.exitCode() === undefined) sendSignal(child.pid, options.own ? 'SIGTERM' : 'SIGKILL');
    throw error;
  }
  return { pid: child.pid };
}

function refuseSecond(options: SchedulerProcessOptions): void {
  const owner = readLock(options.folder.schedulerLock);
  if (!owner) return;
  throw new UserError(`${owner.what} is running already (process ${String(owner.pid)})`, {
    next: `stop it first: kill ${String(owner.pid)}`,
  });
}

function argvOf(options: SchedulerProcessOptions, mode: Mode): string[] {
  const { command, context, kubeconfig, scheduler, own } = options;
  const flags = {
    '--context': context,
    '--kubeconfig': kubeconfig,
    '--scheduler-name': scheduler,
    '--mode': mode,
  };
  if (own) return [...command, ...Object.entries(flags).flat(), '--folder', own.folder, '--line', own.line];
  // every node's verdict of each decision is in the log: the evidence shows them as tables
  return [...command, ...Object.entries(flags).flat(), '--log-format', 'json', '--details'];
}

/** A scheduler that reads it meanwhile sees the old text or the new one. */
function writeConfig({ schedulerConfig }: StateFolder, config: string): void {
  const draft = `${schedulerConfig}.new`;
  writeFileSync(draft, config, { mode: 0o600 });
  renameSync(draft, schedulerConfig);
}

async function untilRunning(
  child: Detached,
  options: SchedulerProcessOptions,
  offset: number,
  { signal, onWaiting }: Pick<StartOptions, 'signal' | 'onWaiting'>,
): Promise<void> {
  const { clock, folder, own } = options;
  const limitMs = own ? OWN_START_LIMIT_MS : START_LIMIT_MS;
  const begun = clock.monotonic();
  while (!isRunning(child, folder, offset)) {
    const code = child.exitCode();
    if (code !== undefined) throw endedError(code, options, offset);
    const elapsedMs = clock.monotonic() - begun;
    if (elapsedMs >= limitMs) throw tooSlow(limitMs, options, offset);
    const said = own && saidIn(folder, offset).at(-1);
    onWaiting?.({ elapsedMs, limitMs, ...(said !== undefined && { said }) });
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

function isRunning(child: Detached, folder: StateFolder, offset: number): boolean {
  return (
    readLock(folder.schedulerLock)?.pid === child.pid &&
    readEvents(folder.schedulerLog, offset).events.some((event) => event.type === 'running')
  );
}

function endedError(code: number, options: SchedulerProcessOptions, offset: number): UserError {
  const ended = `(exit code ${String(code)})`;
  return options.own
    ? ownStartError(
        `ended before it asked for pods ${ended}`,
        options.own,
        saidIn(options.folder, offset),
        code === NOT_FOUND ? notFound(options.own) : undefined,
      )
    : startError(`ended at once ${ended}`, options.folder, offset);
}

function tooSlow(limitMs: number, options: SchedulerProcessOptions, offset: number): UserError {
  const seconds = String(limitMs / 1000);
  return options.own
    ? ownStartError(`has not asked for pods in ${seconds} s`, options.own, saidIn(options.folder, offset))
    : startError(`was not running after ${seconds} s`, options.folder, offset);
}

function startError(what: string, folder: StateFolder, offset: number): UserError {
  const lines = lastLines(folder.schedulerLog, offset, LAST_WORDS).filter((line) => line !== '');
  return new UserError(`the scheduler ${what}${lastWords(lines)}`, {
    next: `look at its log ${folder.schedulerLog}`,
  });
}

/** A shell's exit code for a program that is not there. */
const NOT_FOUND = 127;

function notFound({ folder }: OwnProgram): string {
  return `correct the line; or, if packages are missing, do in ${folder} what its README.md begins with; \`kubectl minisched doctor --lang go\` (ts, python) says how to get a compiler`;
}

function ownStartError(
  what: string,
  { line, folder }: OwnProgram,
  said: readonly string[],
  next?: string,
): UserError {
  return new UserError(`your program \`${line}\` ${what}${lastWords(said.slice(-LAST_WORDS))}`, {
    next:
      next ??
      `run it by hand in ${folder}: it must connect as KUBECONFIG says, list and watch pods, and go on until it is stopped`,
  });
}

function lastWords(lines: readonly string[]): string {
  return lines.length > 0 ? `; its last words: ${lines.join(' | ')}` : ' and said nothing';
}

/** What a person's own program printed, and what went wrong in the process that watches over it. */
function saidIn({ schedulerLog }: StateFolder, offset: number): readonly string[] {
  return lastLines(schedulerLog, offset, Infinity).flatMap((line) => {
    if (!line.startsWith('{')) return line === '' ? [] : [line];
    const [event] = eventOf(line);
    return event?.type === 'said' ? [event.text] : [];
  });
}

async function stop(options: SchedulerProcessOptions, signal: AbortSignal): Promise<number | undefined> {
  signal.throwIfAborted();
  const owner = readLock(options.folder.schedulerLock);
  // who watches over another program gives that 5 s first
  const limitMs = owner?.program === undefined ? undefined : OWN_STOP_LIMIT_MS;
  if (owner) await endProcess(owner, options.clock, signal, limitMs);
  const left = leftProgram(options.folder);
  await endLeftProgram(options.folder, options.clock, signal);
  return owner?.pid ?? left?.pid;
}

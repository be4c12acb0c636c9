import { renameSync, writeFileSync } from 'node:fs';

import { endProcess } from '../exec/end-process.ts';
import { sendSignal } from '../exec/send-signal.ts';
import { type Detached, startDetached } from '../exec/start-detached.ts';
import type { Env } from '../exec/env.ts';
import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import type { Mode } from '../scheduler/events.ts';
import { type LockOwner, readLock } from '../exec/lock.ts';
import { endOfLog, lastLines, type LogPart, readEvents } from './scheduler-log.ts';
import type { StateFolder } from './state.ts';

/** The scheduler of one context as a background process that any later run finds again. */
export interface SchedulerProcess {
  /** The living scheduler of this context, found by its lock, whoever started it. */
  find(): LockOwner | undefined;
  /**
   * Starts it in the background, its output appended to the log. Resolves when it has told `running` and holds its lock.
   * Rejects with a `UserError` when one runs already, when it ended before (with its last lines), or after 20 s.
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
}

export interface SchedulerProcessOptions {
  /** The program up to and with `serve`: `[node, main.js, 'serve']`. */
  readonly command: readonly string[];
  readonly context: string;
  readonly kubeconfig: string;
  /** The name that pods ask for in `spec.schedulerName`. */
  readonly scheduler: string;
  readonly folder: StateFolder;
  readonly env: Env;
  readonly clock: Clock;
}

const START_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 50;

export function schedulerProcess(options: SchedulerProcessOptions): SchedulerProcess {
  return {
    find: () => readLock(options.folder.schedulerLock),
    start: (wanted) => start(options, wanted),
    configure: (config) => Promise.resolve(writeConfig(options.folder, config)),
    stop: ({ signal }) => stop(options, signal),
    eventsSince: (offset) => readEvents(options.folder.schedulerLog, offset),
  };
}

async function start(
  options: SchedulerProcessOptions,
  { mode, flags = [], signal }: StartOptions,
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
    await untilRunning(child, options, offset, signal);
  } catch (error) {
    // a scheduler that nobody waits for any more must not go on placing pods
    if (child.exitCode() === undefined) sendSignal(child.pid, 'SIGKILL');
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
  const { command, context, kubeconfig, scheduler } = options;
  const flags = {
    '--context': context,
    '--kubeconfig': kubeconfig,
    '--scheduler-name': scheduler,
    '--mode': mode,
    '--log-format': 'json',
  };
  // every node's verdict of each decision is in the log: the evidence shows them as tables
  return [...command, ...Object.entries(flags).flat(), '--details'];
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
  signal: AbortSignal,
): Promise<void> {
  const { clock, folder } = options;
  const end = clock.monotonic() + START_LIMIT_MS;
  while (!isRunning(child, folder, offset)) {
    const code = child.exitCode();
    if (code !== undefined) throw startError(`ended at once (exit code ${String(code)})`, folder, offset);
    if (clock.monotonic() >= end) throw startError('was not running after 20 s', folder, offset);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

function isRunning(child: Detached, folder: StateFolder, offset: number): boolean {
  return (
    readLock(folder.schedulerLock)?.pid === child.pid &&
    readEvents(folder.schedulerLog, offset).events.some((event) => event.type === 'running')
  );
}

function startError(what: string, folder: StateFolder, offset: number): UserError {
  const lines = lastLines(folder.schedulerLog, offset, 5).filter((line) => line !== '');
  const said = lines.length > 0 ? `; its last words: ${lines.join(' | ')}` : ' and said nothing';
  return new UserError(`the scheduler ${what}${said}`, { next: `look at its log ${folder.schedulerLog}` });
}

async function stop(options: SchedulerProcessOptions, signal: AbortSignal): Promise<number | undefined> {
  signal.throwIfAborted();
  const owner = readLock(options.folder.schedulerLock);
  if (owner) await endProcess(owner, options.clock, signal);
  return owner?.pid;
}

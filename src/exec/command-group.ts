import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { Writable } from 'node:stream';

import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import { LineSplitter } from '../lib/line-splitter.ts';
import type { Env } from './env.ts';
import { groupGone, groupRuns, guardGroup, signalGroup } from './process-group.ts';

/** How a shell line is run. */
export interface GroupOptions {
  /** The folder that it runs in. */
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Env;
  /** Is told each line that it prints, without its newline, as it comes. A line of more than 64 KiB comes in pieces. */
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** A shell line that runs, with all that it started. */
export interface CommandGroup {
  /** Of the shell; also the number of the process group. */
  readonly pid: number;
  /** The shell's exit code (128 + signal number after a signal) once it has ended; undefined while it or its output goes on. */
  exitCode(): number | undefined;
  /** Resolves to the exit code when the shell has ended and all its output was told; never rejects. */
  readonly ended: Promise<number>;
  /**
   * SIGTERM to the whole group, SIGKILL after 5 s (at once when the signal aborts). Resolves when no process of the group is left, also
   * when it had ended by itself; never rejects.
   */
  end(clock: Clock, signal: AbortSignal): Promise<void>;
}

const LONGEST_LINE = 64 * 1024;
const LAST_OUTPUT_MS = 500;
const NOT_STARTED = 127;

/** Begins when a line comes by descriptor 3. Were we killed before there is a guard, the end of that pipe comes instead. */
const ONCE_GUARDED = 'read -r _ <&3 && exec sh -c "$1" 3<&-';

/**
 * Starts `sh -c LINE` in a process group of its own: `go run .` and `npm start` have children, which have to end with it. A Ctrl-C in our
 * terminal does not reach it; it is ended when this process is gone, however it went. Throws a `UserError` when there is no such folder, or
 * no such thing as a process group (Windows).
 */
export function startGroup(line: string, options: GroupOptions): CommandGroup {
  refuse(options.cwd);
  const child = spawn('sh', ['-c', ONCE_GUARDED, 'sh', line], {
    cwd: options.cwd,
    env: { ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  tellLines(child, options.onLine);
  const pid = child.pid ?? 0;
  const release = guardGroup(pid);
  sayGuarded(child);
  let code: number | undefined;
  const ended = exitOf(child, options).then((exit) => {
    code = exit;
    // its number may go to others from here on
    if (!groupRuns(pid)) release();
    return exit;
  });
  return {
    pid,
    ended,
    exitCode: () => code,
    end: async (clock, signal) => {
      await endGroup(pid, clock, signal);
      release();
      await lastOutput(child, ended, clock);
    },
  };
}

function refuse(cwd: string): void {
  if (process.platform === 'win32') {
    throw new UserError('a program of your own is run by a POSIX shell, which Windows has not', {
      next: 'run this in WSL (https://learn.microsoft.com/windows/wsl)',
    });
  }
  if (!existsSync(cwd)) throw new UserError(`there is no folder ${cwd} to run your program in`);
}

function sayGuarded({ stdio }: ChildProcess): void {
  const pipe = stdio[3];
  if (!(pipe instanceof Writable)) return;
  pipe.on('error', () => {
    // it was not started, or has been ended already: `ended` tells
  });
  pipe.end('\n');
}

function tellLines(child: ChildProcess, onLine: GroupOptions['onLine']): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const splitter = new LineSplitter(LONGEST_LINE);
    const tell = (line: string): void => {
      onLine(line.replace(/\r$/, ''), stream);
    };
    child[stream]?.on('data', (chunk: Buffer) => {
      for (const line of splitter.push(chunk)) tell(line);
    });
    child[stream]?.on('close', () => {
      const last = splitter.end();
      if (last !== undefined) tell(last);
    });
  }
}

/** `close` and not `exit`: what a child of an ended shell still prints is the program's output, too. */
function exitOf(child: ChildProcess, { onLine }: GroupOptions): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      onLine(error.message, 'stderr');
      resolve(NOT_STARTED);
    });
    child.once('close', (code, signal) => {
      resolve(signal === null ? (code ?? NOT_STARTED) : 128 + constants.signals[signal]);
    });
  });
}

async function endGroup(group: number, clock: Clock, signal: AbortSignal): Promise<void> {
  const isAsked = !signal.aborted && signalGroup(group, 'SIGTERM');
  // who does not want to wait any longer has it killed
  const isGone = isAsked && (await groupGone(group, clock, signal).catch(() => false));
  if (isGone || !signalGroup(group, 'SIGKILL')) return;
  await groupGone(group, clock);
}

/** A process that left the group may hold the output open for ever: then it is closed from our side. */
async function lastOutput(child: ChildProcess, ended: Promise<number>, clock: Clock): Promise<void> {
  const cancel = clock.after(LAST_OUTPUT_MS, () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
  await ended;
  cancel();
}

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';

import type { Clock } from '../lib/clock.ts';
import { errorCode } from '../lib/error-code.ts';
import { procStat } from './proc-stat.ts';

/** Sends a signal to every process of a group. False when none is left, or the group is 0 (nothing was started). */
export function signalGroup(group: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  return sent(group, signal);
}

/** No group has the number 0: to kill(2) it means the caller's own. */
const NONE = 0;

/** Whether any process of this group runs; what has ended and is not collected yet (a zombie) does not. */
export function groupRuns(group: number): boolean {
  if (!sent(group, 0)) return false;
  return process.platform === 'linux'
    ? membersOf(group).some((state) => state !== 'Z' && state !== 'X')
    : true;
}

const LIMIT_MS = 5000;
const LOOK_EVERY_MS = 10;

/** Waits until no process of the group runs. Resolves to false when some still does after 5 s; rejects with the signal's reason. */
export async function groupGone(group: number, clock: Clock, signal?: AbortSignal): Promise<boolean> {
  const end = clock.monotonic() + LIMIT_MS;
  while (groupRuns(group)) {
    if (clock.monotonic() >= end) return false;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  return true;
}

/**
 * A process of its own that ends the group (SIGTERM, SIGKILL after 5 s) when this process is gone, however it went. The returned function
 * lets it go: call it when the group has ended.
 */
export function guardGroup(group: number): () => void {
  if (group === NONE) return () => {};
  const to = `-- -${String(group)} 2>/dev/null`;
  const end = `kill -s TERM ${to}; for i in 1 2 3 4 5; do sleep 1; kill -s 0 ${to} || exit; done; kill -s KILL ${to}`;
  // its stdin is a pipe that only we hold: it reads an end when the kernel closes our side
  const guard = spawn('sh', ['-c', `read -r _; ${end}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {
    // without a shell there is nothing to guard either: the group was started by one
  });
  guard.unref();
  return () => {
    letGo(guard);
  };
}

function letGo(guard: ChildProcess): void {
  // SIGKILL first: an end of its input is what it waits for
  if (guard.pid !== undefined) signalGroup(guard.pid, 'SIGKILL');
  guard.stdin?.destroy();
}

function sent(group: number, signal: NodeJS.Signals | 0): boolean {
  if (group === NONE) return false;
  try {
    return process.kill(-group, signal);
  } catch (error) {
    const code = errorCode(error);
    // EPERM: some member (a sudo) may not be signalled; the others were
    if (code === 'EPERM') return true;
    if (code === 'ESRCH') return false;
    throw error;
  }
}

/** The states of a group's processes, by Linux' /proc. */
function membersOf(group: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [state, , pgrp] = procStat(pid) ?? [];
      return state !== undefined && Number(pgrp) === group ? [state] : [];
    });
}

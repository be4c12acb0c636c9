import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

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
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // EPERM: some member (a sudo) may not be signalled; the others were
    if (code === 'EPERM') return true;
    if (code === 'ESRCH') return false;
    throw error;
  }
}

/** The states of a group's processes, by Linux' /proc (proc(5): pid (name) state ppid pgrp …). */
function membersOf(group: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [state, , pgrp] = statOf(pid);
      return state !== undefined && Number(pgrp) === group ? [state] : [];
    });
}

/** What follows the name in parentheses, which may hold spaces and parentheses itself. */
function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // it ended while we read
    return [];
  }
}

import { lastOwner, type LockOwner, ownerOf, takeLock } from '../../exec/lock.ts';
import { processStartTime } from '../../exec/process-start-time.ts';
import { groupGone, groupRuns, signalGroup } from '../../exec/process-group.ts';
import type { Clock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import type { StateFolder } from '../state.ts';

/** No mode that a step asks for: whoever is left is stopped before anything is started. */
const NOBODY_HEARS = 'unheard';

/**
 * Remembers the process group of a person's own program: whoever kills the process that watches over it does not make it forgotten. The
 * returned function forgets it.
 */
export function rememberProgram({ programLock }: StateFolder, group: number, line: string): () => void {
  return takeLock(programLock, {
    ...ownerOf(group, `your program \`${line}\``),
    program: line,
    mode: NOBODY_HEARS,
  });
}

/** A program that runs though nobody watches over it any more: the shell that was started, or what it started and left. */
export function leftProgram({ programLock }: StateFolder): LockOwner | undefined {
  const owner = lastOwner(programLock);
  if (!owner) return undefined;
  const now = processStartTime(owner.pid);
  // a group keeps its number from others as long as anybody is in it; a process that has the number now is a stranger
  const isLeft = now === undefined ? groupRuns(owner.pid) : now === owner.startTime;
  return isLeft ? owner : undefined;
}

/**
 * Ends the program that is remembered, if it still runs: SIGTERM to its group, SIGKILL after 5 s. Resolves when none of it is left; rejects
 * with a `UserError` when it does not end even then, and with the signal's reason.
 */
export async function endLeftProgram(folder: StateFolder, clock: Clock, signal: AbortSignal): Promise<void> {
  const owner = leftProgram(folder);
  if (!owner || !signalGroup(owner.pid, 'SIGTERM') || (await groupGone(owner.pid, clock, signal))) return;
  signalGroup(owner.pid, 'SIGKILL');
  if (await groupGone(owner.pid, clock, signal)) return;
  throw new UserError(`${owner.what} (process ${String(owner.pid)}) does not end, not even killed`, {
    next: `look at it: ps -fp ${String(owner.pid)}`,
  });
}

import type { Clock } from '../lib/clock.ts';
import { UserError } from '../lib/errors.ts';
import type { LockOwner } from './lock.ts';
import { processStartTime } from './process-start-time.ts';
import { sendSignal } from './send-signal.ts';

const LIMIT_MS = 5000;
const LOOK_EVERY_MS = 20;

/**
 * SIGTERM, SIGKILL after 5 s (`limitMs`). Resolves when the process is gone; rejects with a `UserError` when it belongs to somebody else or does not
 * end even then, and with the signal's reason.
 */
export async function endProcess(
  owner: LockOwner,
  clock: Clock,
  signal: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<void> {
  signal.throwIfAborted();
  if (!sendSignal(owner.pid, 'SIGTERM') || (await ended(owner, clock, signal, limitMs))) return;
  sendSignal(owner.pid, 'SIGKILL');
  if (!(await ended(owner, clock, signal, LIMIT_MS))) throw stopError(owner);
}

/** False when it still runs after so long. */
async function ended(owner: LockOwner, clock: Clock, signal: AbortSignal, limitMs: number): Promise<boolean> {
  const end = clock.monotonic() + limitMs;
  while (processStartTime(owner.pid) === owner.startTime) {
    if (clock.monotonic() >= end) return false;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  return true;
}

function stopError(owner: LockOwner): UserError {
  return new UserError(`${owner.what} (process ${String(owner.pid)}) does not end, not even killed`, {
    next: `look at it: ps -fp ${String(owner.pid)}`,
  });
}

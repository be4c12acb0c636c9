import { errorCode } from '../lib/error-code.ts';
import { UserError } from '../lib/errors.ts';

/** Sends a signal. False when no such process is left; a process of another user is a `UserError`. */
export function sendSignal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ESRCH') return false;
    if (code !== 'EPERM') throw error;
    throw new UserError(`process ${String(pid)} belongs to another user and cannot be stopped from here`, {
      next: `stop it as that user: kill ${String(pid)}`,
      cause: error,
    });
  }
}

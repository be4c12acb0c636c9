import { UserError } from '../lib/errors.ts';
import { ownerOf, readLock, takeLock } from '../exec/lock.ts';
import { prepareStateFolder, stateFolder } from '../workshop/state.ts';
import type { CliContext } from './context.ts';

/** What is said of a running scheduler, so that the workshop finds it. */
export interface Announced {
  readonly scheduler: string;
  readonly mode: string;
  readonly policy: string;
  readonly assume: boolean;
}

/**
 * Leaves the lock of a running scheduler in the context's state folder, so that the workshop finds it (`--attach`).
 * Where that cannot be done (the folder cannot be written, as in a container, or another scheduler has the lock), the
 * scheduler runs all the same, and `trouble` is told why nobody will find it, and whether it is because it is the second; but one that the workshop starts must be found, so
 * there a `UserError` goes up. Returns how to take the lock back.
 */
export function announceScheduler(
  cli: CliContext,
  context: string,
  { scheduler, mode, policy, assume }: Announced,
  trouble: (message: string, isSecond: boolean) => void,
): () => void {
  const folder = stateFolder(context, cli.env, cli.home);
  const attached = cli.env['MINISCHED_STARTED_BY'] !== 'workshop';
  try {
    prepareStateFolder(folder);
    return takeLock(folder.schedulerLock, {
      ...ownerOf(process.pid, `the scheduler ${scheduler}`),
      attached,
      scheduler,
      mode,
      policy,
      assume,
    });
  } catch (error) {
    if (!(error instanceof UserError) || !attached) throw error;
    const isSecond = readLock(folder.schedulerLock) !== undefined;
    trouble(`the workshop will not find this scheduler: ${error.message}`, isSecond);
    return () => {};
  }
}

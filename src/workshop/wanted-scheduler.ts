import type { Mode } from '../scheduler/events.ts';
import type { LockOwner } from '../exec/lock.ts';
import type { Settings } from './workshop.ts';

/** Whether the running scheduler is the one a step wants; what its lock does not say is taken to fit. */
export function isWanted(owner: LockOwner, mode: Mode, settings: Settings): boolean {
  return (
    (owner.mode ?? mode) === mode &&
    (owner.scheduler ?? settings.scheduler) === settings.scheduler &&
    (owner.policy ?? settings.policy) === settings.policy
  );
}

/** What is wrong with the one that runs, as a clause. */
export function whyNotThis(owner: LockOwner, mode: Mode, settings: Settings): string {
  if (owner.scheduler !== undefined && owner.scheduler !== settings.scheduler)
    return `it was called ${owner.scheduler}`;
  if (owner.policy !== undefined && owner.policy !== settings.policy) return `its policy was ${owner.policy}`;
  return `it ran in mode ${owner.mode ?? 'unknown'}, and mode ${mode} comes now`;
}

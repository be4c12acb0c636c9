import type { StepProgress } from '../../../view/guide-reduce.ts';
import type { JournalEntry } from '../../../workshop/journal-entry.ts';
import { entriesOf, latestPlay, statusOf } from '../../../workshop/status.ts';
import type { Workshop } from '../../../workshop/workshop.ts';

/** How far each step is on the cluster `clusterId`, and what was found when it was played last. */
export function progressOf(
  { journal, steps }: Workshop,
  clusterId: string | undefined,
): readonly StepProgress[] {
  const entries = journal.entries();
  const own = entriesOf(entries, clusterId);
  const numbers = steps.map(({ number }) => number);
  return statusOf(entries, clusterId, numbers).map(({ step, state }) => ({
    step,
    state,
    findings: latestPlay(own, step).flatMap((entry) => (entry.kind === 'checked' ? [entry.finding] : [])),
  }));
}

/** The cluster of the latest run. Undefined where that had none. */
export function latestClusterId(entries: readonly JournalEntry[]): string | undefined {
  const run = entries.findLast((entry) => entry.kind === 'run-started');
  return run?.clusterId;
}

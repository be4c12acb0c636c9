import type { JournalEntry } from './journal-entry.ts';

/** How far a step has come on this cluster, by its latest play. */
export type StepState = 'done' | 'failed' | 'interrupted' | 'open';

export interface StepStatus {
  readonly step: number;
  readonly state: StepState;
  /** When its latest play began and ended, RFC 3339; missing where it did not. */
  readonly beganAt?: string;
  readonly endedAt?: string;
}

/** How far each of `steps` has come, by the journal's entries about the cluster `clusterId`. */
export function statusOf(
  entries: readonly JournalEntry[],
  clusterId: string | undefined,
  steps: readonly number[],
): StepStatus[] {
  const own = entriesOf(entries, clusterId);
  return steps.map((step) => stepStatus(latestPlay(own, step), step));
}

/**
 * The entries of runs on this cluster, without answers to questions, which belong to no run. A run that began before there was any (step 0 as text, step 1 making it) counts for the
 * first cluster that came after it; with `clusterId` undefined those that wait for one are what there is.
 */
export function entriesOf(entries: readonly JournalEntry[], clusterId: string | undefined): JournalEntry[] {
  const kept: JournalEntry[] = [];
  let homeless: JournalEntry[] = [];
  let run: JournalEntry[] | undefined;
  for (const entry of entries) {
    if (entry.kind === 'run-started') {
      const isOurs = entry.clusterId !== undefined && entry.clusterId === clusterId;
      if (isOurs) kept.push(...homeless);
      if (entry.clusterId !== undefined) homeless = [];
      run = entry.clusterId === undefined ? homeless : isOurs ? kept : undefined;
    }
    if (entry.kind !== 'quiz-answered') run?.push(entry);
  }
  return clusterId === undefined ? homeless : kept;
}

/** The entries from the last beginning of `step` to the beginning of another; empty when it was never played. */
export function latestPlay(entries: readonly JournalEntry[], step: number): JournalEntry[] {
  const begin = entries.findLastIndex((entry) => entry.kind === 'step-started' && entry.step === step);
  if (begin === -1) return [];
  const end = entries.findIndex(
    ({ kind }, at) => at > begin && (kind === 'step-started' || kind === 'run-started'),
  );
  return entries.slice(begin, end === -1 ? undefined : end);
}

function stepStatus(play: readonly JournalEntry[], step: number): StepStatus {
  const [began] = play;
  if (!began) return { step, state: 'open' };
  const ended = play.find((entry) => entry.kind === 'step-finished');
  if (!ended) return { step, state: 'interrupted', beganAt: began.at };
  return { step, state: ended.ok ? 'done' : 'failed', beganAt: began.at, endedAt: ended.at };
}

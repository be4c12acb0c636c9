import type { JournalEntry, RunStarted } from '../workshop/journal-entry.ts';
import type { ClusterFacts } from './facts.ts';
import { moment, notBefore } from './moment.ts';

/** One run in the journal: its `run-started` and everything up to the next one. */
export interface Run {
  readonly start: RunStarted & { readonly seq: number; readonly at: string };
  readonly entries: readonly JournalEntry[];
}

/** What tells one cluster from another. */
export interface ClusterIdentity {
  readonly id: string;
  readonly createdAt: string;
  /** uids of the workshop's pods that are there now. */
  readonly podUids: readonly string[];
}

/** The runs that were played on this cluster, oldest first. */
export function runsOn(cluster: ClusterIdentity, journal: readonly JournalEntry[]): readonly Run[] {
  return splitRuns(journal).filter((run) => playedOn(cluster, run));
}

/** The same for a cluster that facts were gathered of. */
export function recordedRuns(
  { id, createdAt, pods }: Pick<ClusterFacts, 'id' | 'createdAt' | 'pods'>,
  journal: readonly JournalEntry[],
): readonly Run[] {
  return runsOn({ id, createdAt, podUids: pods.map((pod) => pod.uid) }, journal);
}

/** Entries before the first `run-started` belong to nobody and are left out; so are answers to questions, which belong to no run. */
function splitRuns(journal: readonly JournalEntry[]): readonly Run[] {
  const runs: { start: Run['start']; entries: JournalEntry[] }[] = [];
  for (const entry of journal) {
    if (entry.kind === 'run-started') runs.push({ start: entry, entries: [] });
    if (entry.kind !== 'quiz-answered') runs.at(-1)?.entries.push(entry);
  }
  return runs;
}

/**
 * A run that names a cluster must name this one. One that began while there was no cluster (or a stopped one) names
 * none: it counts when this cluster was made during it, or when a pod that it saw is still there.
 */
function playedOn(cluster: ClusterIdentity, run: Run): boolean {
  if (run.start.clusterId !== undefined) return run.start.clusterId === cluster.id;
  return madeDuring(cluster, run) || sawPodOf(cluster, run);
}

function madeDuring(cluster: ClusterIdentity, run: Run): boolean {
  const made = moment(cluster.createdAt, 'cluster');
  const end = run.entries.at(-1)?.at ?? run.start.at;
  return notBefore(made, moment(run.start.at, 'journal')) && notBefore(moment(end, 'journal'), made);
}

function sawPodOf(cluster: ClusterIdentity, run: Run): boolean {
  return run.entries.some((entry) => entry.kind === 'observed' && cluster.podUids.includes(entry.pod.uid));
}

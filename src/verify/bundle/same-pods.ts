import { z } from 'zod';
import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence } from '../evidence.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** What one source tells of one pod: nothing here can be of two values for one uid. */
interface Account {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly createdAt?: string;
  readonly node?: string;
  readonly scheduledAt?: string;
}

/**
 * Cluster, journal and the scheduler's log speak of the same pods: a pod on the cluster is the one that the latest play
 * saw placed, and nobody tells another name, node or time of it. `log` is the text of scheduler.log, empty without one.
 */
export function samePods(evidence: Evidence, journal: readonly JournalEntry[], log: string): BundleFinding {
  return bundleFinding(
    'bundle-pods',
    'Cluster, journal and log speak of the same pods',
    'the same uids, nodes and times',
    [
      ...otherPods(evidence),
      ...contradictions([...fromCluster(evidence), ...fromJournal(journal), ...fromLog(log)]),
    ],
  );
}

function otherPods({ facts }: Evidence): readonly string[] {
  const { placement, orphan, blocked } = facts.story;
  const placed = [placement, orphan, blocked]
    .flatMap((play) => play?.entries ?? [])
    .flatMap((entry) => (entry.kind === 'observed' && entry.label === 'placed' ? [entry.pod] : []));
  return facts.cluster.pods
    .filter((pod) => {
      const seen = placed.findLast((other) => other.name === pod.name);
      return seen !== undefined && seen.uid !== pod.uid;
    })
    .map((pod) => `${pod.name} has another uid in the journal`);
}

function contradictions(accounts: readonly Account[]): readonly string[] {
  return [...Map.groupBy(accounts, ({ uid }) => uid).values()].flatMap((same) =>
    (['name', 'namespace', 'createdAt', 'node', 'scheduledAt'] as const).flatMap((field) => {
      const told = new Set(same.flatMap((account) => account[field] ?? []));
      return told.size > 1 ? [`${same[0]?.name} has more than one ${field}: ${[...told].join(', ')}`] : [];
    }),
  );
}

function fromCluster({ facts }: Evidence): readonly Account[] {
  return facts.cluster.pods.map((pod) => ({ ...pod, namespace: facts.namespace }));
}

function fromJournal(journal: readonly JournalEntry[]): readonly Account[] {
  return journal.flatMap((entry) => {
    if (entry.kind === 'observed') return [{ ...entry.pod, createdAt: entry.pod.creationTimestamp }];
    return entry.kind === 'scheduler-told' ? boundIn(entry.event) : [];
  });
}

function fromLog(log: string): readonly Account[] {
  return log.split('\n').flatMap((line) => {
    try {
      return boundIn(JSON.parse(line));
    } catch {
      // a crash's stack, or a line cut off by a kill: the log is a witness, not a form
      return [];
    }
  });
}

const bound = z.object({
  type: z.literal('bound'),
  pod: z.object({ uid: z.string(), name: z.string(), namespace: z.string() }),
  node: z.string(),
});

/** What the scheduler's `bound` event tells. */
function boundIn(event: unknown): readonly Account[] {
  const told = bound.safeParse(event);
  return told.success ? [{ ...told.data.pod, node: told.data.node }] : [];
}

import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence } from '../evidence.ts';
import { type Moment, moment, notBefore } from '../moment.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** Whatever must have been first has the earlier time, as far as the clocks can tell. */
export function timesInOrder(evidence: Evidence, journal: readonly JournalEntry[]): BundleFinding {
  const { cluster } = evidence.facts;
  const written = moment(evidence.writtenAt, 'journal');
  const gathered = moment(cluster.gatheredAt, 'journal');
  const made = moment(cluster.createdAt, 'cluster');
  const last = journal.at(-1);
  const rules: readonly (readonly [string, Moment, Moment])[] = [
    ['the cluster was looked at before it was made', gathered, made],
    ['the evidence was written before the cluster was looked at', written, gathered],
    ...(last
      ? [['the journal goes on after the evidence was written', written, moment(last.at, 'journal')] as const]
      : []),
    ...evidence.outputs.flatMap(
      ({ file, startedAt }) =>
        [
          [`${file} was printed after the evidence was written`, written, moment(startedAt, 'journal')],
          [`${file} was printed before the cluster was looked at`, moment(startedAt, 'journal'), gathered],
        ] as const,
    ),
    ...cluster.pods.flatMap((pod) =>
      podRules(pod.name, moment(pod.createdAt, 'cluster'), pod.scheduledAt, made, gathered),
    ),
  ];
  const wrong = rules
    .filter(([, later, earlier]) => !notBefore(later, earlier))
    .map(([sentence]) => sentence);
  return bundleFinding('bundle-times', 'The times are in order', 'no effect before its cause', wrong);
}

function podRules(
  name: string,
  created: Moment,
  scheduledAt: string | undefined,
  made: Moment,
  gathered: Moment,
): readonly (readonly [string, Moment, Moment])[] {
  const scheduled = scheduledAt === undefined ? created : moment(scheduledAt, 'cluster');
  return [
    [`${name} was created before its cluster`, created, made],
    [`${name} was placed before it was created`, scheduled, created],
    [`${name} was placed after the cluster was looked at`, gathered, scheduled],
  ];
}

import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { Evidence } from '../evidence.ts';
import type { PodFact } from '../facts.ts';
import { type Moment, moment, notBefore } from '../moment.ts';
import type { Play } from '../story.ts';
import { type BundleFinding, bundleFinding } from './finding.ts';

/** A clause for the case that `later` was before `earlier`. */
type Rule = readonly [clause: string, later: Moment, earlier: Moment];

/** Whatever must have been first has the earlier time, as far as the clocks can tell. */
export function timesInOrder(evidence: Evidence, journal: readonly JournalEntry[]): BundleFinding {
  const { placement, orphan, blocked } = evidence.facts.story;
  const rules = [
    ...bundleRules(evidence, journal.at(-1)),
    ...evidence.facts.cluster.pods.flatMap((pod) => podRules(evidence, pod)),
    ...[placement, orphan, blocked].flatMap((play) => (play ? playRules(play) : [])),
  ];
  const wrong = rules.filter(([, later, earlier]) => !notBefore(later, earlier)).map(([clause]) => clause);
  return bundleFinding('bundle-times', 'The times are in order', 'no effect before its cause', wrong);
}

function bundleRules(
  { writtenAt, facts, outputs }: Evidence,
  last: JournalEntry | undefined,
): readonly Rule[] {
  const written = moment(writtenAt, 'journal');
  const gathered = moment(facts.cluster.gatheredAt, 'journal');
  const made = moment(facts.cluster.createdAt, 'cluster');
  const printed = outputs.map(({ file, startedAt }) => [file, moment(startedAt, 'journal')] as const);
  return [
    ['the cluster was looked at before it was made', gathered, made],
    ['the evidence was written before the cluster was looked at', written, gathered],
    ...(last
      ? [['the journal goes on after the evidence was written', written, moment(last.at, 'journal')] as const]
      : []),
    ...printed.flatMap(([file, time]): readonly Rule[] => [
      [`${file} was printed after the evidence was written`, written, time],
      [`${file} was printed before the cluster was looked at`, time, gathered],
    ]),
  ];
}

/** What the cluster tells of a pod and its events. */
function podRules({ facts }: Evidence, { name, uid, createdAt, scheduledAt }: PodFact): readonly Rule[] {
  const { cluster } = facts;
  const created = moment(createdAt, 'cluster');
  const events = cluster.events.filter((event) => event.uid === uid);
  return [
    [`${name} was created before its cluster`, created, moment(cluster.createdAt, 'cluster')],
    ...lifeRules(name, created, { scheduledAt, events, seen: moment(cluster.gatheredAt, 'journal') }),
  ];
}

/** What the journal saw of pods while a step was played, and the commands of the step. */
function playRules({ step, startedAt, entries }: Play): readonly Rule[] {
  const began = moment(startedAt, 'journal');
  return entries.flatMap((entry): readonly Rule[] => {
    const seen = moment(entry.at, 'journal');
    if (entry.kind === 'command')
      return [[`\`${entry.line}\` ended before it began`, seen, moment(entry.startedAt, 'journal')]];
    if (entry.kind !== 'observed') return [];
    const { name, creationTimestamp, scheduledAt, events } = entry.pod;
    const created = moment(creationTimestamp, 'cluster');
    return [
      [`${name} was created before step ${step} began`, created, began],
      ...lifeRules(name, created, { scheduledAt, events, seen }),
    ];
  });
}

interface Life {
  readonly scheduledAt: string | undefined;
  readonly events: readonly { readonly reason: string; readonly at: string }[];
  /** When somebody looked and saw all this. */
  readonly seen: Moment;
}

function lifeRules(name: string, created: Moment, { scheduledAt, events, seen }: Life): readonly Rule[] {
  const placed = scheduledAt === undefined ? [] : [moment(scheduledAt, 'cluster')];
  return [
    [`${name} was seen before it was created`, seen, created],
    ...placed.flatMap((time): readonly Rule[] => [
      [`${name} was placed before it was created`, time, created],
      [`${name} was placed after it was seen so`, seen, time],
    ]),
    ...events.flatMap(({ reason, at }): readonly Rule[] => [
      [`${name} had the event ${reason} before it was created`, moment(at, 'scheduler'), created],
      [`${name} had the event ${reason} after it was seen so`, seen, moment(at, 'scheduler')],
    ]),
  ];
}

import { BLOCKED, type Looks, ORPHAN, looksAt } from './checks/watched-pod.ts';
import { type Facts, podFact } from './facts.ts';
import { schedulerActs } from './story.ts';
import { boundAt, startMoment, untaintCommand } from './turning-points.ts';

/**
 * Who knows it: the journal by its own clock; the journal, repeating a time that the server had given (whole seconds) or
 * that an event bears (its writer's clock); or the cluster as it is now.
 */
export const TIMELINE_SOURCES = [
  'journal',
  'journal, server time',
  'journal, event time',
  'cluster',
] as const;

/** One line of a pod's story. `at` is RFC 3339, as exact as its source knows it. */
export interface TimelineRow {
  readonly at: string;
  readonly what: string;
  readonly source: (typeof TIMELINE_SOURCES)[number];
}

/** What a row of a timeline tells of. */
export type MomentKind =
  'stopped' | 'created' | 'refused' | 'pending' | 'started' | 'untainted' | 'bound' | 'running' | 'now';

/** A row of a timeline for who draws it. */
export interface TimelineMoment extends TimelineRow {
  readonly kind: MomentKind;
}

/** The rows of {@link orphanMoments}. */
export function orphanTimeline(facts: Facts): readonly TimelineRow[] {
  return orphanMoments(facts).map(row);
}

/** The rows of {@link blockedMoments}. */
export function blockedTimeline(facts: Facts): readonly TimelineRow[] {
  return blockedMoments(facts).map(row);
}

/** t0 stopped, t1 created, pending, t2 started, t3 bound, running. Empty when step 5 left no whole story. */
export function orphanMoments(facts: Facts): readonly TimelineMoment[] {
  const looks = looksAt(facts, ORPHAN);
  if (!looks) return [];
  const { play, created, pending, placed } = looks;
  const stop = schedulerActs(play).findLast(
    (act) => act.kind === 'scheduler-stopped' && act.seq < pending.seq,
  );
  const start = startMoment(play, pending, placed);
  return [
    ...(stop ? [journal('stopped', stop.at, `t0: scheduler stopped (pid ${stop.pid})`)] : []),
    server('created', created.pod.creationTimestamp, 't1: orphan created'),
    journal('pending', pending.at, stillPending(looks)),
    ...(start ? [journal('started', start.at, 't2: scheduler started')] : []),
    ...boundRow(looks, 't3: '),
    ...runningRow(facts, looks),
  ];
}

/** Created, hanging with the scheduler's reason, untainted, bound, running. Empty when step 6 left no whole story. */
export function blockedMoments(facts: Facts): readonly TimelineMoment[] {
  const looks = looksAt(facts, BLOCKED);
  if (!looks) return [];
  const { play, created, pending, placed } = looks;
  const failed = pending.pod.events.find((event) => event.reason === 'FailedScheduling');
  const removed = untaintCommand(play, pending, placed);
  return [
    server('created', created.pod.creationTimestamp, 'blocked created'),
    ...(failed ? [event('refused', failed.at, `FailedScheduling from ${failed.from}: ${failed.note}`)] : []),
    journal('pending', pending.at, stillPending(looks)),
    ...(removed ? [journal('untainted', removed.startedAt, 'taint removed from all workers')] : []),
    ...boundRow(looks, ''),
    ...runningRow(facts, looks),
  ];
}

function row({ at, what, source }: TimelineMoment): TimelineRow {
  return { at, what, source };
}

function stillPending({ pending }: Looks): string {
  const { pod, held } = pending;
  const events = pod.events.map((event) => event.reason).join(', ') || 'no events';
  const long = held ? `, for ${held.seconds} s (${held.looks} looks)` : '';
  return `${pod.name} seen ${pod.phase} on ${pod.node ?? 'no node'}, ${events}${long}`;
}

/** The scheduler's own event is more exact than the server's whole second. */
function boundRow({ placed }: Looks, mark: string): readonly TimelineMoment[] {
  const { node, name } = placed.pod;
  const bound = boundAt(placed);
  if (!bound || !node) return [];
  const what = `${mark}${name} bound to ${node}`;
  return [bound.clock === 'scheduler' ? event('bound', bound.at, what) : server('bound', bound.at, what)];
}

function runningRow(facts: Facts, { placed }: Looks): readonly TimelineMoment[] {
  const { name, phase, uid } = placed.pod;
  const now = podFact(facts, name);
  return [
    journal('running', placed.at, `${name} seen ${phase}`),
    ...(now?.uid === uid ? [cluster('now', facts.cluster.gatheredAt, `${name} is ${now.phase} now`)] : []),
  ];
}

function server(kind: MomentKind, at: string, what: string): TimelineMoment {
  return { kind, at, what, source: 'journal, server time' };
}

function event(kind: MomentKind, at: string, what: string): TimelineMoment {
  return { kind, at, what, source: 'journal, event time' };
}

function cluster(kind: MomentKind, at: string, what: string): TimelineMoment {
  return { kind, at, what, source: 'cluster' };
}

function journal(kind: MomentKind, at: string, what: string): TimelineMoment {
  return { kind, at, what, source: 'journal' };
}

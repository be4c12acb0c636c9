import { moment, notBefore, timeText } from '../moment.ts';
import { type SchedulerAct, schedulerActs } from '../story.ts';
import { boundAt, boundBetween, startMoment } from '../turning-points.ts';
import type { Check } from './check.ts';
import { type Looks, ORPHAN, looksAt } from './watched-pod.ts';

/** The scheduler had been stopped (t0) when the orphan was created (t1), and was not started while it hung. */
export const orphanSchedulerStopped: Check = (facts) => {
  const looks = looksAt(facts, ORPHAN);
  if (!looks) return [];
  const acts = schedulerActs(looks.play).filter((act) => act.seq < looks.pending.seq);
  const { ok, seen } = silence(acts, looks);
  return [
    {
      id: 'orphan-scheduler-stopped',
      title: 'The scheduler was stopped before orphan was created, and stayed so',
      ok,
      expected: 'scheduler stopped (t0), then orphan created (t1); not started while it hung',
      seen,
      source: 'journal',
    },
  ];
};

function silence(acts: readonly SchedulerAct[], { created }: Looks): { ok: boolean; seen: string } {
  const last = acts.at(-1);
  if (!last)
    return { ok: true, seen: 'no scheduler had been started on this cluster when orphan was created' };
  const createdAt = created.pod.creationTimestamp;
  const at = timeText(last.at);
  if (last.kind === 'scheduler-started') {
    return { ok: false, seen: `a scheduler was started at ${at} and not stopped before orphan hung` };
  }
  if (last.seq > created.seq) return { ok: false, seen: `stopped at ${at}, after orphan was created` };
  return {
    ok: notBefore(moment(createdAt, 'cluster'), moment(last.at, 'journal')),
    seen: `stopped at ${at}, orphan created at ${timeText(createdAt)}`,
  };
}

/** The orphan hung: Pending, on no node, without any event, for a time that the journal really covers. */
export const orphanPending: Check = (facts) => {
  const looks = looksAt(facts, ORPHAN);
  if (!looks) return [];
  const { pod, held, at } = looks.pending;
  const events =
    pod.events.length === 0 ? 'no events' : `events ${pod.events.map((e) => e.reason).join(', ')}`;
  const where = pod.node ? `on ${pod.node}` : 'on no node';
  const long = held ? `for ${held.seconds} s (${held.looks} looks)` : 'for an unknown time';
  return [
    {
      id: 'orphan-pending',
      title: 'orphan hung Pending without a single event',
      ok: pod.phase === 'Pending' && !pod.node && pod.events.length === 0 && coveredByJournal(looks),
      expected: 'Pending, on no node, no events, looked at again and again while the scheduler was stopped',
      seen: `${pod.phase} ${where}, ${events}, ${long} until ${timeText(at)}`,
      source: 'journal',
    },
  ];
};

/** The stated time fits between the two entries around it (to a second) and was more than one look. */
function coveredByJournal({ created, pending }: Looks): boolean {
  if (!pending.held || pending.held.looks < 2 || pending.held.seconds <= 0) return false;
  const between = (Date.parse(pending.at) - Date.parse(created.at)) / 1000;
  return pending.held.seconds <= between + 1;
}

/** The orphan was bound (t3) only after the scheduler had been started (t2). */
export const orphanBound: Check = (facts) => {
  const looks = looksAt(facts, ORPHAN);
  if (!looks) return [];
  const { ok, seen } = binding(looks);
  return [
    {
      id: 'orphan-bound-after-start',
      title: 'orphan was bound once the scheduler was started',
      ok,
      expected: 'scheduler started (t2), then orphan bound (t3)',
      seen,
      source: 'journal',
    },
  ];
};

function binding({ play, pending, placed }: Looks): { ok: boolean; seen: string } {
  const start = startMoment(play, pending, placed);
  if (!start) return { ok: false, seen: 'no start of a binding scheduler between pending and placed' };
  const bound = boundAt(placed);
  if (!placed.pod.node || !bound) return { ok: false, seen: 'placed on no node, or at no time' };
  return {
    ok: boundBetween(start.moment, placed),
    seen: `started at ${timeText(start.at)}, bound to ${placed.pod.node} at ${timeText(bound.at)}`,
  };
}

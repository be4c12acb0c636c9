import { timeText } from '../moment.ts';
import type { Check } from './check.ts';
import { type Looks, ORPHAN, looksAt } from './watched-pod.ts';

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

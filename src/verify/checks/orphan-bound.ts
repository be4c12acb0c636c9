import { boundAt } from '../bound-at.ts';
import { startMoment } from '../scheduler-start.ts';
import { moment, notBefore, timeText } from '../moment.ts';
import type { Check } from './check.ts';
import { type Looks, ORPHAN, looksAt } from './watched-pod.ts';

/** The orphan was bound (t3) only after the scheduler had been started (t2). */
export const orphanBound: Check = (facts) => {
  const looks = looksAt(facts, ORPHAN);
  if (!looks) return [];
  const { ok, seen } = judge(looks);
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

function judge({ play, pending, placed }: Looks): { ok: boolean; seen: string } {
  const start = startMoment(play, pending, placed);
  if (!start) return { ok: false, seen: 'no start of a binding scheduler between pending and placed' };
  const bound = boundAt(placed);
  const second = placed.pod.scheduledAt;
  if (!placed.pod.node || !bound || !second) return { ok: false, seen: 'placed on no node, or at no time' };
  const ok = [moment(bound.at, bound.clock), moment(second, 'cluster')].every(
    (time) => notBefore(time, start.moment) && notBefore(moment(placed.at, 'journal'), time),
  );
  return {
    ok,
    seen: `started at ${timeText(start.at)}, bound to ${placed.pod.node} at ${timeText(bound.at)}`,
  };
}

import { BLOCKING_TAINT } from '../facts.ts';
import { boundAt } from '../bound-at.ts';
import { moment, notBefore, timeText } from '../moment.ts';
import { untaintCommand } from '../untaint.ts';
import { type Check, listed } from './check.ts';
import { BLOCKED, type Looks, looksAt } from './watched-pod.ts';

/** The blocked pod was bound after the taint had been removed. */
export const blockedBound: Check = (facts) => {
  const looks = looksAt(facts, BLOCKED);
  if (!looks) return [];
  const { ok, seen } = judge(looks);
  return [
    {
      id: 'blocked-bound-after-untaint',
      title: 'blocked was bound once the taint was removed',
      ok,
      expected: 'taint removed, then blocked bound',
      seen,
      source: 'journal',
    },
  ];
};

function judge({ play, pending, placed }: Looks): { ok: boolean; seen: string } {
  const still = Object.entries(placed.workerTaints).filter(([, taints]) => taints.includes(BLOCKING_TAINT));
  if (still.length > 0) {
    return { ok: false, seen: `placed while still tainted: ${listed(still.map(([name]) => name))}` };
  }
  const bound = boundAt(placed);
  const second = placed.pod.scheduledAt;
  if (!placed.pod.node || !bound || !second) return { ok: false, seen: 'placed on no node, or at no time' };
  const removed = untaintCommand(play, pending, placed);
  const since = moment(removed?.startedAt ?? pending.at, 'journal');
  const ok = [moment(bound.at, bound.clock), moment(second, 'cluster')].every(
    (time) => notBefore(time, since) && notBefore(moment(placed.at, 'journal'), time),
  );
  const when = removed
    ? `removed at ${timeText(removed.startedAt)}`
    : `removed after ${timeText(pending.at)}`;
  return { ok, seen: `${when}, bound to ${placed.pod.node} at ${timeText(bound.at)}` };
}

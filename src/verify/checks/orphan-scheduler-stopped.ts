import { moment, notBefore, timeText } from '../moment.ts';
import { type SchedulerAct, schedulerActs } from '../story.ts';
import type { Check } from './check.ts';
import { type Looks, ORPHAN, looksAt } from './watched-pod.ts';

/** The scheduler had been stopped (t0) when the orphan was created (t1), and was not started while it hung. */
export const orphanSchedulerStopped: Check = (facts) => {
  const looks = looksAt(facts, ORPHAN);
  if (!looks) return [];
  const acts = schedulerActs(looks.play).filter((act) => act.seq < looks.pending.seq);
  const { ok, seen } = judge(acts, looks);
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

function judge(acts: readonly SchedulerAct[], { created }: Looks): { ok: boolean; seen: string } {
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

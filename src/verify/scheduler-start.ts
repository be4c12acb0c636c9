import { z } from 'zod';
import { type Moment, moment } from './moment.ts';
import { type Play, type Sighting, schedulerActs } from './story.ts';

/** When the scheduler came to life, as exactly as the journal knows. */
export interface SchedulerStart {
  /** RFC 3339, for people. */
  readonly at: string;
  readonly moment: Moment;
}

/**
 * The start of a binding scheduler between two looks at a pod. Where the scheduler's own `running` line was recorded,
 * that is the time. Otherwise the journal only knows that it was running when `scheduler-started` was written: it
 * came to life some time between the first look and that entry.
 */
export function startMoment(play: Play, from: Sighting, to: Sighting): SchedulerStart | undefined {
  const act = schedulerActs(play).find(
    (act) =>
      act.kind === 'scheduler-started' && act.mode === 'bind' && act.seq > from.seq && act.seq < to.seq,
  );
  if (!act) return undefined;
  const running = runningTime(play, from, to);
  if (running) return { at: running, moment: moment(running, 'scheduler') };
  return { at: act.at, moment: { ...moment(act.at, 'journal'), from: Date.parse(from.at) } };
}

const runningEvent = z.object({ type: z.literal('running'), time: z.string() });

/** The time in the scheduler's `running` line, if a step showed it and it was told after the first look. */
function runningTime(play: Play, from: Sighting, to: Sighting): string | undefined {
  for (const entry of play.entries) {
    if (entry.kind !== 'scheduler-told' || entry.seq < from.seq || entry.seq > to.seq) continue;
    const told = runningEvent.safeParse(entry.event);
    if (told.success && Date.parse(told.data.time) >= Date.parse(from.at)) return told.data.time;
  }
  return undefined;
}

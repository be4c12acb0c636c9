import { z } from 'zod';
import type { CommandRan } from '../workshop/journal-entry.ts';
import { type ClockName, type Moment, moment, notBefore } from './moment.ts';
import { type Play, type Recorded, type Sighting, commands, schedulerActs } from './story.ts';

/** When a pod was bound, and by whose clock. */
export interface BoundAt {
  /** RFC 3339. */
  readonly at: string;
  readonly clock: ClockName;
}

/**
 * The most exact time at which a placed pod was bound: that of its Scheduled event, which has microseconds; else the
 * server's whole second of `PodScheduled`. Undefined when the pod was not bound.
 */
export function boundAt(placed: Sighting): BoundAt | undefined {
  return bindingTimes(placed)[0];
}

/** Whether each time at which the pod is said to have been bound lies between `since` and the look that saw it placed. */
export function boundBetween(since: Moment, placed: Sighting): boolean {
  const times = bindingTimes(placed).map(({ at, clock }) => moment(at, clock));
  const seen = moment(placed.at, 'journal');
  return times.length > 0 && times.every((time) => notBefore(time, since) && notBefore(seen, time));
}

function bindingTimes({ pod }: Sighting): readonly BoundAt[] {
  if (!pod.scheduledAt) return [];
  const event = pod.events.find(({ reason, at }) => reason === 'Scheduled' && /\.\d/.test(at));
  return [
    ...(event ? [{ at: event.at, clock: 'scheduler' } as const] : []),
    { at: pod.scheduledAt, clock: 'cluster' },
  ];
}

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

/** The first `kubectl taint … -` between two looks at a pod: what freed the workers. */
export function untaintCommand(play: Play, from: Sighting, to: Sighting): Recorded<CommandRan> | undefined {
  return commands(play, /\btaint\b.*\bworkshop\S*-(\s|$)/).find(
    (command) => command.seq > from.seq && command.seq < to.seq,
  );
}

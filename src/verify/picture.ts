import type { SchedulerEvent } from '../scheduler/events.ts';
import type { JournalEntry } from '../workshop/journal-entry.ts';
import type { Evidence } from './evidence.ts';
import type { Facts } from './facts.ts';
import { recordedRuns } from './runs.ts';
import { toldEventSchema } from './told-event-schema.ts';

/** The picture's file in the bundle. */
export const PICTURE = 'screen.svg';

/**
 * Draws what the scheduler told as its screen would have shown it, as an SVG image. The same record gives the same image. Handed in by
 * who knows the screen: evidence needs none.
 */
export type DrawRecord = (events: readonly SchedulerEvent[], facts: Facts) => string;

/** The picture of all that the scheduler told during the runs on this cluster; undefined when the journal has nothing of it. */
export function recordedPicture(
  { facts }: Pick<Evidence, 'facts'>,
  journal: readonly JournalEntry[],
  draw: DrawRecord,
): string | undefined {
  const events = recordedRuns(facts.cluster, journal).flatMap(({ entries }) => entries.flatMap(eventOf));
  return events.length === 0 ? undefined : draw(events, facts);
}

/** What another version of the program told in another shape is left out: nobody knows how to draw it. */
function eventOf(entry: JournalEntry): readonly SchedulerEvent[] {
  if (entry.kind !== 'scheduler-told') return [];
  const { success, data } = toldEventSchema.safeParse(entry.event);
  return success ? [data] : [];
}

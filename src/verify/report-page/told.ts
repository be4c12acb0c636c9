import { z } from 'zod';
import type { JournalEntry } from '../../workshop/journal-entry.ts';
import type { SchedulerEvent } from '../../scheduler/events.ts';
import { isEvent } from '../../workshop/scheduler-log.ts';
import type { Run } from '../runs.ts';
import { toldEventSchema } from '../told-event-schema.ts';

/** What the scheduler told, with what it thought of each node where that was told. */
export interface Told {
  /** Milliseconds since the epoch, by the scheduler's clock. */
  readonly at: number;
  readonly event: SchedulerEvent;
  readonly decision?: Decision;
}

const count = z.number().nonnegative();

const verdict = z.object({
  node: z.string(),
  pods: count,
  fits: z.boolean(),
  plugin: z.string().optional(),
  reasons: z.array(z.string()).optional(),
  detail: z.string().optional(),
  scores: z.record(z.string(), z.object({ score: z.number(), weight: z.number() })).optional(),
  total: z.number().optional(),
});

const decision = z.object({
  type: z.enum(['decided', 'unschedulable']),
  pod: z.object({ namespace: z.string(), name: z.string(), uid: z.string() }),
  node: z.string().optional(),
  message: z.string().optional(),
  nodes: z.array(verdict),
});

/** A choice, or that there was none, and why: `decided` or `unschedulable`. */
export type Decision = z.infer<typeof decision>;
/** What was thought of one node. */
export type Verdict = z.infer<typeof verdict>;

/** A log may come from anywhere; of a longer one the end is read. */
const MOST_LINES = 20_000;

/**
 * All that the scheduler told while these runs were played, in its order in time: what the journal has of it, and what only the log has. What
 * another version told in another shape is left out.
 */
export function toldDuring(runs: readonly Run[], log: string): readonly Told[] {
  const [from, to] = spanOf(runs);
  const recorded = runs.flatMap(({ entries }) => entries.flatMap(eventIn));
  const logged = log.split('\n').slice(-MOST_LINES).flatMap(eventOn);
  const once = new Map([...recorded, ...logged].map((event) => [keyOf(event), event]));
  return [...once.values()]
    .flatMap(toldOf)
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((a, b) => a.at - b.at);
}

/** From the first word of the runs to the last; of a scheduler that goes on beside them nothing later is theirs. */
function spanOf(runs: readonly Run[]): readonly [number, number] {
  const times = runs.flatMap(({ start, entries }) => [start.at, entries.at(-1)?.at ?? start.at]);
  const moments = times.map((time) => Date.parse(time));
  return [Math.min(...moments), Math.max(...moments)];
}

function eventIn(entry: JournalEntry): readonly object[] {
  return entry.kind === 'scheduler-told' && isEvent(entry.event) ? [entry.event] : [];
}

function eventOn(line: string): readonly object[] {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? [value] : [];
  } catch {
    // a crash's stack, or a line cut off by a kill
    return [];
  }
}

/** The same words are the same event, whoever wrote them down, in whichever order of fields. */
function keyOf(event: object): string {
  return JSON.stringify(Object.entries(event).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function toldOf(value: object): readonly Told[] {
  const { success, data } = toldEventSchema.safeParse(value);
  if (!success) return [];
  const decided = decision.safeParse(value);
  return [
    {
      at: Date.parse(data.time),
      event: data,
      ...(decided.success && decided.data.nodes.length > 0 && { decision: decided.data }),
    },
  ];
}

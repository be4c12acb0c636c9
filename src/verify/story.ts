import type {
  CommandRan,
  JournalEntry,
  Observed,
  RunStarted,
  SchedulerStarted,
  SchedulerStopped,
} from '../workshop/journal-entry.ts';
import type { Run } from './runs.ts';

/** What the journal tells about this cluster: its runs, and the latest play of each step that leaves evidence. */
export interface Story {
  readonly runs: readonly RunFact[];
  /** Step 4: pod1…pod6. */
  readonly placement?: Play;
  /** Step 5: the pod that hangs while no scheduler runs. */
  readonly orphan?: Play;
  /** Step 6: the pod that no node wants. */
  readonly blocked?: Play;
  /** Steps of the second part that were played, in their order; absent where none was. */
  readonly more?: readonly Play[];
}

/** A `workshop run` or `workshop step`. */
export interface RunFact extends Omit<RunStarted, 'kind'> {
  readonly at: string;
}

/** A step as it was played the last time. */
export interface Play {
  readonly step: number;
  readonly startedAt: string;
  /** From `step-finished`; missing when the play was interrupted. */
  readonly ok?: boolean;
  /** The policy that the run was started with. */
  readonly policy: string;
  /** The last start or stop of the scheduler before this play, if any was recorded. */
  readonly schedulerBefore?: SchedulerAct;
  /** What matters for the evidence, as recorded and in the order of the journal. */
  readonly entries: readonly JournalEntry[];
}

/** An entry together with its place in the journal. */
export type Recorded<Fact> = Fact & { readonly seq: number; readonly at: string };
/** A start or a stop of the scheduler. */
export type SchedulerAct = Recorded<SchedulerStarted> | Recorded<SchedulerStopped>;
/** A look at a pod. */
export type Sighting = Recorded<Observed>;

/** Step number → which pods it is about. */
const STEPS = { placement: 4, orphan: 5, blocked: 6 } as const;

/** The second part begins here. */
const FIRST_MORE = 7;

/** Reads the story out of the runs that were played on one cluster. */
export function storyOf(runs: readonly Run[]): Story {
  const placement = latestPlay(runs, STEPS.placement);
  const orphan = latestPlay(runs, STEPS.orphan);
  const blocked = latestPlay(runs, STEPS.blocked);
  const more = stepsFrom(runs, FIRST_MORE).flatMap((step) => latestPlay(runs, step) ?? []);
  return {
    runs: runs.map((run) => runFact(run)),
    ...(placement ? { placement } : {}),
    ...(orphan ? { orphan } : {}),
    ...(blocked ? { blocked } : {}),
    ...(more.length > 0 ? { more } : {}),
  };
}

/** The last sighting of a pod under a label, e.g. `pending`. */
export function sighting(play: Play, label: string, pod: string): Sighting | undefined {
  return play.entries.findLast(
    (entry): entry is Sighting =>
      entry.kind === 'observed' && entry.label === label && entry.pod.name === pod,
  );
}

/** Starts and stops of the scheduler during the play, and the last one before it, in order. */
export function schedulerActs(play: Play): readonly SchedulerAct[] {
  return [...(play.schedulerBefore ? [play.schedulerBefore] : []), ...play.entries.filter(isSchedulerAct)];
}

/** The commands of the play whose line matches. */
export function commands(play: Play, line: RegExp): readonly Recorded<CommandRan>[] {
  return play.entries.filter(
    (entry): entry is Recorded<CommandRan> => entry.kind === 'command' && line.test(entry.line),
  );
}

/** The latest play of this step; undefined when it was not played, or leaves no evidence. */
export function playOf(story: Story, step: number): Play | undefined {
  return [story.placement, story.orphan, story.blocked].find((play) => play?.step === step);
}

function runFact({ start }: Run): RunFact {
  const { program, context, cluster, clusterId, scheduler, policy, at } = start;
  return { at, program, context, cluster, ...(clusterId ? { clusterId } : {}), scheduler, policy };
}

/** The numbers of the steps that were played, from this one on. */
function stepsFrom(runs: readonly Run[], first: number): readonly number[] {
  const played = runs.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'step-started' && entry.step >= first ? [entry.step] : [])),
  );
  return [...new Set(played)].toSorted((a, b) => a - b);
}

function latestPlay(runs: readonly Run[], step: number): Play | undefined {
  const entries = runs.flatMap((run) => run.entries);
  const first = entries.findLastIndex((entry) => entry.kind === 'step-started' && entry.step === step);
  const start = entries[first];
  if (!start) return undefined;
  const played = untilItsEnd(entries.slice(first + 1));
  const finished = played.find((entry) => entry.kind === 'step-finished');
  const run = runs.findLast((run) => run.start.seq < start.seq);
  const schedulerBefore = entries.slice(0, first).findLast(isSchedulerAct);
  return {
    step,
    startedAt: start.at,
    ...(finished ? { ok: finished.ok } : {}),
    policy: run?.start.policy ?? '',
    ...(schedulerBefore ? { schedulerBefore } : {}),
    entries: played.filter(matters),
  };
}

/** Up to and with `step-finished`; an interrupted play ends where the next step or run begins. */
function untilItsEnd(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const end = entries.findIndex(
    ({ kind }) => kind === 'step-finished' || kind === 'step-started' || kind === 'run-started',
  );
  if (end === -1) return entries;
  return entries.slice(0, entries[end]?.kind === 'step-finished' ? end + 1 : end);
}

/** The steps' own checks are left out: the evidence checks for itself. */
function matters(entry: JournalEntry): boolean {
  return entry.kind !== 'checked';
}

function isSchedulerAct(entry: JournalEntry): entry is SchedulerAct {
  return entry.kind === 'scheduler-started' || entry.kind === 'scheduler-stopped';
}

import type { CommandRan } from '../../workshop/journal-entry.ts';
import { BLOCKED, type Looks, ORPHAN, looksAt } from '../checks/watched-pod.ts';
import type { Evidence, OutputTexts } from '../evidence.ts';
import { plain, table } from '../markdown.ts';
import { CLOCK_SLACK_MS, timeText } from '../moment.ts';
import { commands } from '../story.ts';
import type { TimelineRow } from '../timeline.ts';
import { untaintCommand } from '../turning-points.ts';
import { quotedCommand, quotedOutput } from './quoted.ts';

const NOT_PLAYED = (step: number) =>
  `_The journal holds no whole story for this cluster: \`kubectl minisched workshop step ${step}\` plays it._`;

const CLOCKS = `Times without a fraction are the server's and known to the second only. Clocks of two machines are taken as equal within ${CLOCK_SLACK_MS / 1000} s; the order of what the journal saw does not depend on any clock.`;

/** The third thing to hand in: a pod hangs Pending until the scheduler runs. */
export function orphanSection(evidence: Evidence, outputs: OutputTexts): string {
  const looks = looksAt(evidence.facts, ORPHAN);
  const title = '## 3. Proof: a pod hangs Pending until the scheduler runs';
  if (!looks) return `${title}\n\n${NOT_PLAYED(5)}`;
  return [
    title,
    `The pod \`orphan\` asks for the scheduler \`${evidence.facts.scheduler}\` and was created while that was stopped.`,
    timelineTable(evidence.timelines.orphan),
    CLOCKS,
    ...whileHanging(looks, /^kubectl (get|describe)\b.*\borphan\b/).map(quotedCommand),
    quotedOutput(evidence, outputs, 'describe-orphan'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The same with a scheduler that runs but finds no node. */
export function blockedSection(evidence: Evidence): string {
  const looks = looksAt(evidence.facts, BLOCKED);
  const title = '### A pod that no node wants';
  if (!looks) return `${title}\n\n${NOT_PLAYED(6)}`;
  return [
    title,
    'All workers were tainted, then `blocked` was created. Once the taint was removed it was placed without being created again.',
    timelineTable(evidence.timelines.blocked),
    taintTable(looks),
    ...whileHanging(looks, /^kubectl (get|describe)\b.*\bblocked\b/).map(quotedCommand),
  ].join('\n\n');
}

function timelineTable(rows: readonly TimelineRow[]): string {
  return table(
    ['time', 'what', 'source'],
    rows.map(({ at, what, source }) => [timeText(at), plain(what), source]),
  );
}

function taintTable({ pending, placed }: Looks): string {
  const names = Object.keys(pending.workerTaints);
  return table(
    ['worker', 'taints while it hung', 'taints when it was placed'],
    names.map((name) => [name, taints(pending.workerTaints[name]), taints(placed.workerTaints[name])]),
  );
}

function taints(of: readonly string[] | undefined): string {
  return of?.map((taint) => `\`${taint}\``).join(', ') || 'none';
}

/** What a person would have looked at between the creation of the pod and the end of its hanging. */
function whileHanging({ play, created, pending, placed }: Looks, line: RegExp): readonly CommandRan[] {
  const freed = play.entries.find((entry) => entry.kind === 'scheduler-started' && entry.seq > pending.seq);
  const untainted = untaintCommand(play, pending, placed);
  const end = Math.min(freed?.seq ?? placed.seq, untainted?.seq ?? placed.seq);
  return commands(play, line).filter(({ seq }) => seq > created.seq && seq < end);
}

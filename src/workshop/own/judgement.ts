import type { Ended, SchedulerEvent } from '../../scheduler/events.ts';
import type { Check } from '../checks/schema.ts';
import type { Finding } from '../finding.ts';
import type { Scene } from '../items/scene.ts';

/** A finding with what there is to say about a program of the person's own that failed it. */
export interface Judged {
  readonly finding: Finding;
  /** What the person could change. */
  readonly advice?: string;
}

/** Where a person's own program failed a check: that it has ended, else the usual mistake that the check names. */
export function judged(finding: Finding, check: Check, { stage }: Scene): Judged {
  const { own } = stage.workshop.settings;
  if (!own || finding.ok) return { finding };
  const end = endOf(stage.told);
  if (end) return { finding: seenToo(finding, `your program has ended by itself (exit code ${end.code})`) };
  if ('told' in check && THOUGHTS.has(check.told.type)) return { finding, advice: SAY_IT };
  const id = mistakeIn(check, finding);
  const mistake = id === undefined ? undefined : own.mistake(id);
  if (!mistake) return { finding };
  return { finding: seenToo(finding, `usual mistake: ${mistake.name}`), advice: mistake.advice };
}

/** What nobody sees from outside unless it is said. */
const THOUGHTS: ReadonlySet<SchedulerEvent['type']> = new Set(['noticed', 'decided']);
const SAY_IT =
  "Let your program print a line with the pod's name when it notices it, and with the node's when it decides: from outside nobody sees what it thinks.";

/** Of an event that is there, and from somebody else, nobody says that it is missing. */
function mistakeIn(check: Check, { seen }: Finding): string | undefined {
  return 'event' in check && seen.includes(`${check.event.reason} from `) ? 'event-anonymous' : check.mistake;
}

/** How the program that was started last ended by itself; undefined while it runs, or was stopped. */
export function endOf(told: readonly SchedulerEvent[]): Ended | undefined {
  const last = told.findLast(({ type }) => type === 'ended' || type === 'running' || type === 'stopped');
  return last?.type === 'ended' ? last : undefined;
}

function seenToo(finding: Finding, more: string): Finding {
  return { ...finding, seen: `${finding.seen}; ${more}` };
}

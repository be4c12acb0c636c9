import type { SchedulerEvent } from '../../scheduler/events.ts';
import { milliseconds } from '../duration.ts';
import { type Evaluate, verdict, type World } from './check.ts';
import type { CheckOf } from './schema.ts';

type Spec = CheckOf<'told'>;

/** The scheduler said so since the step began; with `after` and `within`, soon after it said something else. */
export const evaluateTold: Evaluate<Spec> = (spec, world) => Promise.resolve(evaluate(spec, world));

function evaluate(spec: Spec, { told, toldIsKnown }: World): ReturnType<typeof verdict> | undefined {
  const said = told.find((event) => event.type === spec.type && isAbout(event, spec.pod));
  if (!said && !toldIsKnown) return undefined;
  const expected = expectation(spec);
  if (!said) return verdict(false, expected, whatWasSaid(told, spec.pod));
  if (!spec.after || !spec.within) return verdict(true, expected, `said at ${said.time}`);
  const before = told.findLast(({ type, time }) => type === spec.after && time <= said.time);
  if (!before) return verdict(false, expected, `no "${spec.after}" came before it`);
  const passed = Date.parse(said.time) - Date.parse(before.time);
  return { ok: passed <= milliseconds(spec.within), expected, seen: `${passed} ms after "${spec.after}"` };
}

function isAbout(event: SchedulerEvent, pod: string | undefined): boolean {
  return pod === undefined || ('pod' in event && event.pod.name === pod);
}

function expectation({ type, pod, after, within }: Spec): string {
  const about = pod ? ` about ${pod}` : '';
  const soon = after && within ? ` within ${within} of "${after}"` : '';
  return `the scheduler says "${type}"${about}${soon}`;
}

function whatWasSaid(told: readonly SchedulerEvent[], pod: string | undefined): string {
  const about = told.filter((event) => isAbout(event, pod)).map(({ type }) => type);
  const subject = pod ? ` about ${pod}` : '';
  return about.length === 0
    ? `the scheduler has said nothing${subject}`
    : `it only said ${[...new Set(about)].join(', ')}${subject}`;
}

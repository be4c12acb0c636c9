import type { SchedulerEvent } from '../../scheduler/events.ts';
import { milliseconds } from '../duration.ts';
import { type Evaluate, verdict, type World } from './check.ts';
import type { CheckOf } from './schema.ts';

type Spec = CheckOf<'told'>;

/** The scheduler said so since the step began; with `after` and `within`, soon after it said something else. */
export const evaluateTold: Evaluate<Spec> = (spec, world) => Promise.resolve(evaluate(spec, world));

function evaluate(spec: Spec, { told, toldIsKnown, isOwn }: World): ReturnType<typeof verdict> | undefined {
  const said = told.find((event) => event.type === spec.type && isAbout(event, spec.pod));
  if (!said && !toldIsKnown) return undefined;
  const expected = isOwn ? ownExpectation(spec) : expectation(spec);
  if (!said)
    return verdict(false, expected, isOwn ? whatIsKnown(told, spec.pod) : whatWasSaid(told, spec.pod));
  const verb = isOwn ? 'seen' : 'said';
  if (!spec.after || !spec.within) return verdict(true, expected, `${verb} at ${said.time}`);
  const before = told.findLast(({ type, time }) => type === spec.after && time <= said.time);
  if (!before) return verdict(false, expected, `no "${spec.after}" came before it`);
  const passed = Date.parse(said.time) - Date.parse(before.time);
  return { ok: passed <= milliseconds(spec.within), expected, seen: `${passed} ms after "${spec.after}"` };
}

/** Of a program of the person's own: what has to be seen from outside, as a title. Undefined where `step.yaml` says it for both. */
export function ownTitle({ type, pod = '', after }: Spec, scheduler: string): string | undefined {
  if (after !== undefined) return undefined;
  switch (type) {
    case 'noticed':
      return `it can be seen that ${scheduler} noticed ${pod}`;
    case 'decided':
      return `it can be seen which node ${scheduler} takes for ${pod}`;
    case 'bound':
      return `the cluster shows ${pod} on a node`;
    default:
      return undefined;
  }
}

function ownExpectation({ type, pod = '', after, within }: Spec): string {
  const soon = after && within ? ` within ${within} of "${after}"` : '';
  const placed = `the cluster shows ${pod} on a node${soon}`;
  switch (type) {
    case 'noticed':
      return `the output of your program names ${pod}, or ${placed}`;
    case 'decided':
      return `the output of your program names ${pod} and a node in one line, or ${placed}`;
    case 'bound':
      return placed;
    default:
      return `"${type}" can be seen${pod ? ` of ${pod}` : ''}${soon}`;
  }
}

function whatIsKnown(told: readonly SchedulerEvent[], pod: string | undefined): string {
  const types = new Set(told.filter((event) => isAbout(event, pod)).map(({ type }) => type));
  const named = types.has('noticed') ? 'its output names it' : 'its output does not name it';
  return types.has('unschedulable')
    ? `${pod ?? 'it'} was refused, and is on no node`
    : `${named}, and it is on no node`;
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

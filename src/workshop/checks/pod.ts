import type { Pod } from '../../api/types.ts';
import { isControlPlane } from '../../api/nodes.ts';
import { fill } from '../variables.ts';
import { type Evaluate, namesOf, verdict, type Verdict, type World } from './check.ts';
import type { CheckOf } from './schema.ts';

type Spec = CheckOf<'pod'>;

const NODE_WORDS = {
  none: 'on no node',
  any: 'on a node',
  worker: 'on a worker',
  'none-or-worker': 'on no node, or on a worker',
} as const;

/** Each of these pods is in this phase, asks for this scheduler, is on such a node, has no events. */
export const evaluatePod: Evaluate<Spec> = async (spec, world) => {
  const names = namesOf(spec.name);
  const verdicts = await Promise.all(names.map((name) => onePod(name, spec, world)));
  const expected = expectation(names, spec, world);
  const failed = verdicts.filter(({ ok }) => !ok);
  // many that are as they should be need no sentence each
  const told =
    failed.length === 0 && names.length > 1
      ? [`all ${names.length} are`]
      : seenIn(failed.length > 0 ? failed : verdicts);
  return verdict(failed.length === 0, expected, told.join('; '));
};

function seenIn(verdicts: readonly Omit<Verdict, 'expected'>[]): string[] {
  return verdicts.map(({ seen }) => seen);
}

async function onePod(name: string, spec: Spec, world: World): Promise<Omit<Verdict, 'expected'>> {
  const pod = await world.look.pod(name);
  if (!pod) return { ok: false, seen: `${name} not found` };
  const events = spec.events ? await world.look.eventsAbout(pod) : [];
  const ok =
    matches(pod, spec, world) &&
    (await isPlacedRight(pod, spec.node, world)) &&
    (spec.events === undefined || events.length === 0);
  return { ok, seen: describe(pod, spec, events.length) };
}

function matches({ spec, status }: Pod, wanted: Spec, { values }: World): boolean {
  const scheduler = wanted.scheduler === undefined ? undefined : fill(wanted.scheduler, values);
  return (
    (wanted.phase === undefined || wanted.phase === status?.phase) &&
    (scheduler === undefined || scheduler === spec.schedulerName)
  );
}

async function isPlacedRight({ spec }: Pod, node: Spec['node'], { look }: World): Promise<boolean> {
  if (node === undefined) return true;
  if (node === 'none-or-worker' && !spec.nodeName) return true;
  if (node === 'none' || node === 'any') return (node === 'none') === !spec.nodeName;
  return (await look.nodes()).some((each) => each.metadata.name === spec.nodeName && !isControlPlane(each));
}

function describe({ metadata, spec, status }: Pod, wanted: Spec, events: number): string {
  const place = spec.nodeName ? `on ${spec.nodeName}` : 'on no node';
  const scheduler = wanted.scheduler === undefined ? '' : `, scheduler ${spec.schedulerName ?? 'unknown'}`;
  const told = wanted.events ? `, ${events === 1 ? '1 event' : `${events} events`}` : '';
  return `${metadata.name} is ${status?.phase ?? 'of no phase'} ${place}${scheduler}${told}`;
}

function expectation(names: readonly string[], spec: Spec, { values }: World): string {
  const parts = [
    spec.phase,
    spec.node && NODE_WORDS[spec.node],
    spec.scheduler && `with scheduler ${fill(spec.scheduler, values)}`,
    spec.events && 'without events',
  ].filter((part) => part !== undefined);
  return `${names.join(', ')} ${parts.join(' ') || 'there'}`;
}

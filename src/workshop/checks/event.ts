import type { KubeEvent } from '../../api/types.ts';
import { writerOf } from '../trace.ts';
import { fill } from '../variables.ts';
import { type Evaluate, namesOf, verdict, type World } from './check.ts';
import type { CheckOf } from './schema.ts';

type Spec = CheckOf<'event'>;

/** There is such an event about each of these pods. */
export const evaluateEvent: Evaluate<Spec> = async (spec, world) => {
  const names = namesOf(spec.pod);
  const from = spec.from === undefined ? undefined : fill(spec.from, world.values);
  const wanted = (event: KubeEvent): boolean =>
    event.reason === spec.reason &&
    (from === undefined || writerOf(event) === from) &&
    (spec.message === undefined || new RegExp(spec.message, 'is').test(event.note ?? ''));
  const looks = await Promise.all(names.map((name) => lookAt(name, wanted, world)));
  const missing = looks.filter(({ ok }) => !ok);
  return verdict(
    missing.length === 0,
    `an event ${spec.reason}${from ? ` from ${from}` : ''} about ${names.join(', ')}${spec.message ? ` that matches /${spec.message}/` : ''}`,
    missing.length === 0 && names.length > 1
      ? `there is one about each of the ${names.length}`
      : (missing.length > 0 ? missing : looks).map(({ seen }) => seen).join('; '),
  );
};

async function lookAt(
  name: string,
  wanted: (event: KubeEvent) => boolean,
  { look }: World,
): Promise<{ ok: boolean; seen: string }> {
  const pod = await look.pod(name);
  if (!pod) return { ok: false, seen: `${name} not found` };
  const events = await look.eventsAbout(pod);
  const found = events.findLast(wanted);
  if (found) return { ok: true, seen: `${writerOf(found)} said ${found.reason ?? ''}: ${found.note ?? ''}` };
  return {
    ok: false,
    seen: events.length === 0 ? nothing(name) : `about ${name} only ${events.map(inShort).join(', ')}`,
  };
}

function nothing(name: string): string {
  return `no events about ${name} (the API server forgets events after an hour)`;
}

function inShort(event: KubeEvent): string {
  return `${event.reason ?? 'an event'} from ${writerOf(event)}`;
}

import type { Decided, SchedulerEvent, Unschedulable } from '../scheduler/events.ts';
import { addBinds } from './minute.ts';
import { MAX_DECISIONS, MAX_STREAM, type Story, type StreamEntry } from './story.ts';

/**
 * The story after these events: the same whether they are told at once or one by one. Takes many, since thousands a second arrive
 * and the rings are copied once for each call.
 */
export function reduce(story: Story, events: readonly SchedulerEvent[]): Story {
  if (events.length === 0) return story;
  const facts = { ...story };
  const entries: StreamEntry[] = [];
  const binds: number[] = [];
  for (const event of events) {
    takeIn(facts, event);
    if (event.type === 'bound') binds.push(Math.floor(Date.parse(event.time) / 1000));
    if (isShown(event, facts)) entries.push({ id: story.told + entries.length + 1, event });
  }
  return {
    ...facts,
    minute: addBinds(story.minute, binds),
    stream: keepLast(story.stream, entries.slice(-MAX_STREAM).map(withoutVerdicts), MAX_STREAM),
    decisions: keepLast(story.decisions, events.filter(hasVerdicts), MAX_DECISIONS),
    told: story.told + entries.length,
  };
}

const ELECTION = { 'waiting-to-lead': 'waits', leading: 'leads', lost: 'lost' } as const;

/** A story that is being told; nobody else has it yet. */
type Draft = { -readonly [Part in keyof Story]: Story[Part] };

/** Changes what is one value, not a list. In place: a copy for each of a thousand events a second is felt. */
function takeIn(draft: Draft, event: SchedulerEvent): void {
  switch (event.type) {
    case 'running':
      draft.phase = 'running';
      draft.mode = event.mode;
      draft.policy = event.policy;
      draft.startedAt = Date.parse(event.time);
      break;
    case 'waiting-to-lead':
    case 'leading':
    case 'lost':
      draft.election = { state: ELECTION[event.type], leader: event.leader };
      break;
    case 'bound':
      draft.bound++;
      break;
    case 'unschedulable':
      draft.failed++;
      break;
    case 'bind-failed':
      if (event.retry) draft.failed++;
      break;
    case 'connection':
      draft.lost = lostAfter(draft.lost, event.resource, event.state);
      break;
    case 'paused':
    case 'resumed':
      draft.paused = event.type === 'paused';
      break;
    case 'policy':
      draft.policy = event.policy;
      break;
    case 'stopped':
    case 'ended':
      draft.phase = 'stopped';
      break;
    default:
  }
}

function lostAfter(lost: readonly string[], resource: string, state: 'lost' | 'restored'): readonly string[] {
  const others = lost.filter((other) => other !== resource);
  return state === 'lost' ? [...others, resource] : others;
}

/** A decision is followed by its binding, which says the same; where nothing is bound it is all there is. */
function isShown(event: SchedulerEvent, { mode }: Story): boolean {
  return event.type !== 'decided' || mode === 'decide';
}

function hasVerdicts(event: SchedulerEvent): event is Decided | Unschedulable {
  return (event.type === 'decided' || event.type === 'unschedulable') && event.nodes.length > 0;
}

function withoutVerdicts(entry: StreamEntry): StreamEntry {
  const { id, event } = entry;
  return hasVerdicts(event) ? { id, event: { ...event, nodes: [] } } : entry;
}

function keepLast<T>(kept: readonly T[], added: readonly T[], most: number): readonly T[] {
  if (added.length === 0) return kept;
  if (added.length >= most) return added.slice(-most);
  return [...kept.slice(Math.max(0, kept.length + added.length - most)), ...added];
}

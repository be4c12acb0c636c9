import type { Decided, SchedulerEvent, Unschedulable } from '../scheduler/events.ts';
import { addBinds } from './minute.ts';
import { MAX_DECISIONS, MAX_STREAM, type Story, type StreamEntry } from './story.ts';

/**
 * The story after these events: the same whether they are told at once or one by one. Takes many, since thousands a second arrive
 * and the rings are copied once for each call.
 */
export function reduce(story: Story, events: readonly SchedulerEvent[]): Story {
  if (events.length === 0) return story;
  const facts = events.reduce(reduceFacts, story);
  const shown = events.filter((event) => isShown(event, facts));
  const entries = shown.map((event, at): StreamEntry => ({ id: story.told + at + 1, event }));
  return {
    ...facts,
    minute: addBinds(
      story.minute,
      events.flatMap((event) => (event.type === 'bound' ? [Math.floor(Date.parse(event.time) / 1000)] : [])),
    ),
    stream: keepLast(story.stream, entries.slice(-MAX_STREAM).map(withoutVerdicts), MAX_STREAM),
    decisions: keepLast(story.decisions, events.filter(hasVerdicts), MAX_DECISIONS),
    told: story.told + shown.length,
  };
}

/** What is one value, not a list. */
function reduceFacts(story: Story, event: SchedulerEvent): Story {
  switch (event.type) {
    case 'running':
      return {
        ...story,
        phase: 'running',
        mode: event.mode,
        policy: event.policy,
        startedAt: Date.parse(event.time),
      };
    case 'bound':
      return { ...story, bound: story.bound + 1 };
    case 'unschedulable':
      return { ...story, failed: story.failed + 1 };
    case 'bind-failed':
      return event.retry ? { ...story, failed: story.failed + 1 } : story;
    case 'connection':
      return { ...story, lost: lostAfter(story.lost, event.resource, event.state) };
    case 'paused':
    case 'resumed':
      return { ...story, paused: event.type === 'paused' };
    case 'policy':
      return { ...story, policy: event.policy };
    case 'stopped':
      return { ...story, phase: 'stopped' };
    default:
      return story;
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

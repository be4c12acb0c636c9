import type { Condition, KubeEvent, Pod } from '../api/types.ts';

/** One thing that happened to a pod. `at` is the server's time, exact to the second. */
export interface TraceRow {
  readonly at: string;
  /** Whose hands it is in, in the words of step 0; an event of a scheduler that is no placement tells what its filter found. */
  readonly part: 'create' | 'filter' | 'bind' | 'kubelet';
  readonly what: string;
  readonly who: string;
}

/** The usual order of what happens within one second; what is not named comes with the pulling of the image. */
const ORDER = [
  'created',
  'Scheduled',
  'PodScheduled',
  'Initialized',
  'PodReadyToStartContainers',
  'Pulled',
  'Created',
  'Started',
  'ContainersReady',
  'Ready',
];

/** The pod's true conditions and its events, in the order in which they came. */
export function tracePod(pod: Pod, events: readonly KubeEvent[]): TraceRow[] {
  const created = {
    at: pod.metadata.creationTimestamp ?? '',
    part: 'create' as const,
    what: 'created: stored by the API server, on no node',
    who: 'you',
    rank: rankOf('created'),
  };
  const rows = [
    created,
    ...events.map(eventRow),
    ...(pod.status?.conditions ?? []).filter(({ status }) => status === 'True').map(conditionRow),
  ];
  return rows
    .toSorted((a, b) => toSecond(a.at).localeCompare(toSecond(b.at)) || a.rank - b.rank)
    .map(({ at, part, what, who }) => ({ at: toSecond(at), part, what, who }));
}

function eventRow(event: KubeEvent): TraceRow & { rank: number } {
  const reason = event.reason ?? '';
  const who = writerOf(event);
  return {
    at: timeOf(event),
    part: who === 'kubelet' ? 'kubelet' : reason === 'Scheduled' ? 'bind' : 'filter',
    what: `event ${reason}: ${event.note ?? ''}`,
    who,
    rank: rankOf(reason),
  };
}

function conditionRow(condition: Condition): TraceRow & { rank: number } {
  const scheduled = condition.type === 'PodScheduled';
  return {
    at: condition.lastTransitionTime ?? '',
    part: scheduled ? 'bind' : 'kubelet',
    what: `condition ${condition.type} is True`,
    who: scheduled ? 'API server, on binding' : 'kubelet',
    rank: rankOf(condition.type),
  };
}

/** Who wrote an event, whichever of the two event APIs it came through. */
export function writerOf(event: KubeEvent): string {
  return event.reportingController || event.deprecatedSource?.component || '';
}

/** When it was last seen, RFC 3339; empty when the event does not say. */
export function timeOf(event: KubeEvent): string {
  return (
    event.series?.lastObservedTime ??
    event.eventTime ??
    event.deprecatedLastTimestamp ??
    event.metadata.creationTimestamp ??
    ''
  );
}

/** Server times of objects have whole seconds, those of events microseconds: nothing finer can be compared. */
function toSecond(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

function rankOf(word: string): number {
  const at = ORDER.indexOf(word);
  return at === -1 ? ORDER.indexOf('Pulled') : at;
}

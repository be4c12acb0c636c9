import type { Event, EventsEvent } from '../data/types.ts';
import { printer, type Printers, type Since } from './cells.ts';

/** What happened, in the form of either group. */
export const EVENTS: Printers = {
  events: printer<Event>(cellsOf),
  'events.events.k8s.io': printer<EventsEvent>((event, since) => cellsOf(coreForm(event), since)),
};

/** What the cells are made of, by core's names. */
type Shown = Pick<Event, 'metadata' | 'involvedObject'> & {
  readonly [Field in Exclude<keyof Event, 'metadata' | 'involvedObject'>]?: Event[Field] | undefined;
};

function coreForm(event: EventsEvent): Shown {
  return {
    ...event,
    involvedObject: event.regarding ?? {},
    message: event.note,
    firstTimestamp: event.deprecatedFirstTimestamp,
    lastTimestamp: event.deprecatedLastTimestamp,
    count: event.deprecatedCount,
    source: event.deprecatedSource,
    reportingComponent: event.reportingController,
  };
}

function cellsOf(event: Shown, since: Since): (string | number)[] {
  const { firstTimestamp, eventTime, lastTimestamp, series } = event;
  const first = since(firstTimestamp || eventTime);
  const last = lastTimestamp ? since(lastTimestamp) : first;
  return [
    series ? since(series.lastObservedTime) : last,
    event.type ?? '',
    event.reason ?? '',
    targetOf(event),
    event.involvedObject.fieldPath ?? '',
    sourceOf(event),
    (event.message ?? '').trim(),
    first,
    // an event that was seen once is not counted
    series ? (series.count ?? 0) : event.count || 1,
    event.metadata.name ?? '',
  ];
}

function targetOf({ involvedObject: { kind = '', name = '' } }: Shown): string {
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function sourceOf({ source, reportingComponent, reportingInstance }: Shown): string {
  const component = source?.component || reportingComponent || '';
  const instance = source?.host || reportingInstance || '';
  return instance ? `${component}, ${instance}` : component;
}

import { invalid, required, type FieldError } from '../../api/field-error.ts';
import type { Event } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { internalForm } from '../common/internal-form.ts';
import { immutableErrors, labelNameErrors, metadataErrors } from '../common/metadata.ts';
import { dns1123SubdomainErrors, forPrefix, pathSegmentErrors } from '../../../api/names.ts';
import type { Strategy } from '../strategy.ts';

const MAX_WORD = 128;
const MAX_NOTE = 1024;

/** pkg/registry/core/event/strategy.go, pkg/apis/core/validation/events.go: as clients of core/v1 see it. */
export const coreEvents: Strategy<Event> = {
  createOnUpdate: true,
  metadataLast: true,
  anyFinalizer: true,
  nameErrors: pathSegmentErrors,
  validateCreate: (event) => commonErrors(event, 'reportingComponent'),
  validateUpdate: (event) => commonErrors(event, 'reportingComponent'),
  fields: fieldsOf,
};

const METADATA = { namespaced: true, nameErrors: forPrefix(dns1123SubdomainErrors) };

/** The same for clients of events.k8s.io/v1, which are held to more; the objects have core/v1's names. */
export const groupEvents: Strategy<Event> = {
  createOnUpdate: true,
  metadataLast: true,
  validateCreate: (event) => [
    ...commonErrors(event, 'reportingController'),
    ...metadataErrors(event.metadata, METADATA),
    ...seriesErrors(event),
    ...newErrors(event),
  ],
  validateUpdate: (event, old) => [
    ...commonErrors(event, 'reportingController'),
    ...(isEqualInMeaning(event.series, old.series) ? [] : seriesErrors(event)),
    ...changeErrors(event, old),
  ],
  fields: fieldsOf,
};

/** `legacyValidateEvent`. `reporter`: what this group calls who reports. */
function commonErrors(event: Event, reporter: string): FieldError[] {
  const { metadata, involvedObject, eventTime } = event;
  const about = involvedObject.namespace ?? '';
  const { namespace = '' } = metadata;
  const elsewhere = [invalid('involvedObject.namespace', about, 'does not match event.namespace')];
  if (!eventTime) return about === namespace || (about === '' && namespace === 'default') ? [] : elsewhere;
  return [
    ...(about === '' && !['default', 'kube-system'].includes(namespace) ? elsewhere : []),
    ...(event.reportingComponent ? [] : [required(reporter)]),
    ...labelNameErrors(event.reportingComponent ?? '', reporter),
    ...wordErrors(event, 'reportingInstance'),
    ...wordErrors(event, 'action'),
    ...wordErrors(event, 'reason'),
    ...lengthErrors(event.message, MAX_NOTE, 'message'),
  ];
}

function wordErrors(event: Event, field: 'reportingInstance' | 'action' | 'reason'): FieldError[] {
  return [...(event[field] ? [] : [required(field)]), ...lengthErrors(event[field], MAX_WORD, field)];
}

function lengthErrors(text: string | undefined, max: number, field: string): FieldError[] {
  if (Buffer.byteLength(text ?? '') <= max) return [];
  return [invalid(field, '', `can have at most ${String(max)} characters`)];
}

/** `validateV1EventSeries`. */
function seriesErrors({ series }: Event): FieldError[] {
  if (!series) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalid('series.count', '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [required('series.lastObservedTime')]),
  ];
}

function newErrors({ type = '', eventTime, ...old }: Event): FieldError[] {
  const unwanted = [
    ['firstTimestamp', old.firstTimestamp],
    ['lastTimestamp', old.lastTimestamp],
    ['count', old.count],
    ['source', old.source?.component || old.source?.host],
  ] as const;
  return [
    ...(eventTime ? [] : [required('eventTime')]),
    ...(['Normal', 'Warning'].includes(type) ? [] : [invalid('type', '', `has invalid value: ${type}`)]),
    ...unwanted.filter(([, value]) => value).map(([field]) => invalid(field, '', 'needs to be unset')),
  ];
}

/** What may never change, in the order of the checks; internal name, and the shape where the value is no word. */
const FIXED = [
  ['involvedObject', 'core/v1.ObjectReference'],
  ['reason', ''],
  ['message', ''],
  ['source', 'core/v1.EventSource'],
  ['firstTimestamp', 'time'],
  ['lastTimestamp', 'time'],
  ['count', 'int32'],
  ['type', ''],
  ['eventTime', 'time'],
  ['action', ''],
  ['related', '*core/v1.ObjectReference'],
  ['reportingComponent', ''],
  ['reportingInstance', ''],
] as const;

function changeErrors(event: Event, old: Event): FieldError[] {
  return FIXED.flatMap(([field, shape]) => {
    const shown = (value: unknown): unknown => internalForm(value ?? undefined, shape || 'string') ?? null;
    const [now, before] = [shown(event[field]), shown(old[field])];
    return immutableErrors(now, before, field === 'reportingComponent' ? 'reportingController' : field);
  });
}

const REFERENCE = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

function fieldsOf({ involvedObject, ...event }: Event): Record<string, string> {
  const { reportingComponent = '', reason = '', type = '' } = event;
  return {
    ...Object.fromEntries(REFERENCE.map((field) => [`involvedObject.${field}`, involvedObject[field] ?? ''])),
    reason,
    reportingComponent,
    source: event.source?.component || reportingComponent,
    type,
  };
}

import type { Clock } from '../../../lib/clock.ts';
import type { StoredObject } from '../../api/stored-object.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';
import type { Event, ObjectReference } from '../../data/types.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Client } from './client.ts';
import { EventCorrelator } from './event-correlator.ts';
import { EVENTS, type Kind } from './kinds.ts';
import { timeOf } from '../../../api/times.ts';

/** Who tells. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/** What there is to tell. */
export interface Told {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

interface Written {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Writes `v1` Events as client-go's EventRecorder does: equal ones are counted up, too many are left out. Events are never worth failing
 * for: one that is refused (its namespace is going) is dropped.
 */
export class EventRecorder {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #correlator = new EventCorrelator();
  readonly #written = new BoundedMap<string, Written>(4096);
  #lastNanos = 0n;

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** About a stored object; `fieldPath` names a part of it, e.g. `spec.containers{web}`. */
  about<T extends StoredObject>(
    kind: Kind<T>,
    object: T,
    source: EventSource,
    told: Told,
    fieldPath?: string,
  ): void {
    this.tell(referenceTo(kind, object, fieldPath), source, told);
  }

  /** About anything that a reference can name. */
  tell(object: ObjectReference, source: EventSource, told: Told): void {
    const { component, host = '' } = source;
    const correlated = this.#correlator.correlate(
      {
        ...told,
        source: `${component}/${host}`,
        object: [object.kind, object.namespace, object.name, object.uid, object.apiVersion].join('/'),
        fieldPath: object.fieldPath ?? '',
      },
      this.#clock.now(),
    );
    if (!correlated) return;
    const { key, message } = correlated;
    if (this.#countUp(key, message)) return;
    const event = this.#eventOf(object, { component, host }, { ...told, message });
    try {
      const { metadata } = this.#client.create(EVENTS, event);
      this.#written.set(key, { namespace: metadata.namespace ?? '', name: metadata.name ?? '' });
    } catch {
      // as client-go: an event that the server refuses is lost
    }
  }

  #countUp(key: string, message: string): boolean {
    const written = this.#written.get(key);
    const event = written && this.#client.get(EVENTS, written.namespace, written.name);
    if (!event) return false;
    const lastTimestamp = timeOf(this.#clock.now());
    try {
      this.#client.update(EVENTS, { ...event, message, lastTimestamp, count: (event.count ?? 1) + 1 });
    } catch {
      // as above
    }
    return true;
  }

  #eventOf(object: ObjectReference, source: { component: string; host: string }, told: Told): Event {
    const now = timeOf(this.#clock.now());
    return {
      metadata: { name: this.#nameFor(object.name ?? ''), namespace: object.namespace ?? 'default' },
      involvedObject: object,
      reason: told.reason,
      message: told.message,
      source: { component: source.component, ...(source.host ? { host: source.host } : {}) },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type: told.type,
      reportingComponent: source.component,
      reportingInstance: source.host,
    };
  }

  /** `GenerateEventName`: the time in nanoseconds, which we count on within a millisecond. */
  #nameFor(objectName: string): string {
    const now = BigInt(Math.round(this.#clock.now())) * 1_000_000n;
    this.#lastNanos = now > this.#lastNanos ? now : this.#lastNanos + 1n;
    const suffix = this.#lastNanos.toString(16);
    const name = `${objectName}.${suffix}`;
    // Kubernetes takes a random uuid for a name that cannot be one
    return dns1123SubdomainErrors(name).length === 0 ? name : `event.${suffix}`;
  }
}

/** What an event says it is about (client-go tools/reference). */
export function referenceTo<T extends StoredObject>(
  { info }: Kind<T>,
  { metadata }: T,
  fieldPath?: string,
): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  return {
    kind: info.kind,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(uid === undefined ? {} : { uid }),
    apiVersion: info.groupVersion,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

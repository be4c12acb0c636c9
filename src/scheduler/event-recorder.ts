import type { ClusterApi } from '../api/cluster-api.ts';
import { isNotFound } from '../api/errors.ts';
import { EVENTS } from '../api/resources.ts';
import type { KubeEvent, Pod } from '../api/types.ts';
import type { Clock } from '../lib/clock.ts';
import { Limiter } from '../lib/limiter.ts';
import { podKey } from './pods.ts';

/** What an event says; the recorder adds who, when and about which pod. */
export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'Scheduled' | 'FailedScheduling';
  readonly action: 'Binding' | 'Scheduling';
  readonly note: string;
}

export interface RecorderOptions {
  readonly api: ClusterApi;
  /** Becomes `reportingController`, which kubectl shows as "From". */
  readonly scheduler: string;
  /** Which process: scheduler and host name. */
  readonly instance: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told when an event could not be written or was left out; costs no pod its place. */
  readonly onTrouble: (message: string) => void;
}

/** Notes are cut to this many bytes (upstream: validation.NoteLengthLimit). */
const NOTE_LIMIT = 1024;
/** Events waiting to be written; beyond that new ones are left out, and said so. */
const QUEUE_LIMIT = 20_000;
const WRITERS = 16;
/** An event repeated within this time grows a series instead of becoming a new one (client-go: finishTime). */
const SERIES_MS = 6 * 60_000;
const SERIES_LIMIT = 5_000;

interface Series {
  readonly namespace: string;
  readonly name: Promise<string>;
  count: number;
  lastSeen: number;
}

/**
 * Writes `events.k8s.io/v1` events off the hot path: a call only queues. The same Warning about the same pod grows one
 * series (client-go: tools/events/event_broadcaster.go), so that a pod that hangs for hours is one line in `kubectl get events`.
 */
export class EventRecorder {
  readonly #options: RecorderOptions;
  readonly #limiter = new Limiter(WRITERS, QUEUE_LIMIT);
  readonly #series = new Map<string, Series>();
  #counter = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Queues one event about the pod. Never fails, never waits. */
  record(pod: Pod, text: EventText): void {
    const key = text.type === 'Warning' ? `${podKey(pod)} ${text.reason} ${text.note}` : undefined;
    const series = key === undefined ? undefined : this.#repeat(key);
    if (series) this.#run(() => this.#patch(pod, text, series));
    else this.#create(pod, text, key);
  }

  /** Resolves when everything queued has been written or given up. */
  idle(): Promise<void> {
    return this.#limiter.idle();
  }

  #create(pod: Pod, text: EventText, key: string | undefined): void {
    const event = this.#event(pod, text);
    const { promise: name, resolve } = Promise.withResolvers<string>();
    if (key !== undefined)
      this.#remember(key, {
        namespace: event.metadata.namespace ?? '',
        name,
        count: 1,
        lastSeen: this.#options.clock.now(),
      });
    this.#run(async () => {
      try {
        await this.#options.api.create(EVENTS, event, { signal: this.#options.signal, unread: true });
      } finally {
        resolve(event.metadata.name);
      }
    });
  }

  async #patch(pod: Pod, text: EventText, { namespace, name, count, lastSeen }: Series): Promise<void> {
    const { api, signal } = this.#options;
    const series = { count, lastObservedTime: microTime(lastSeen) };
    try {
      await api.patch(EVENTS, { namespace, name: await name }, { series }, { signal });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // the event has outlived its hour, or somebody deleted it: begin again
      await api.create(EVENTS, this.#event(pod, text), { signal, unread: true });
    }
  }

  #repeat(key: string): Series | undefined {
    const now = this.#options.clock.now();
    const series = this.#series.get(key);
    if (!series || now - series.lastSeen > SERIES_MS) return undefined;
    series.count++;
    series.lastSeen = now;
    return { ...series };
  }

  #remember(key: string, series: Series): void {
    this.#series.delete(key);
    this.#series.set(key, series);
    const oldest = this.#series.keys().next().value;
    if (this.#series.size > SERIES_LIMIT && oldest !== undefined) this.#series.delete(oldest);
  }

  #run(write: () => Promise<void>): void {
    const taken = this.#limiter.run(write, (error) => {
      if (!this.#options.signal.aborted)
        this.#options.onTrouble(`an event was not written: ${error.message}`);
    });
    if (!taken) this.#options.onTrouble(`an event was left out: ${QUEUE_LIMIT} are waiting to be written`);
  }

  #event(pod: Pod, { type, reason, action, note }: EventText): KubeEvent {
    const { clock, scheduler, instance } = this.#options;
    const { name, namespace = 'default', uid, resourceVersion } = pod.metadata;
    const now = clock.now();
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      // unique in the namespace: milliseconds and a counter, in hexadecimal as client-go does
      metadata: {
        name: `${name}.${now.toString(16)}${(this.#counter++ & 0xfffff).toString(16).padStart(5, '0')}`,
        namespace,
      },
      eventTime: microTime(now),
      reportingController: scheduler,
      reportingInstance: instance,
      action,
      reason,
      regarding: {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace,
        name,
        ...(uid && { uid }),
        ...(resourceVersion && { resourceVersion }),
      },
      note: truncateNote(note),
      type,
    };
  }
}

/** kube-scheduler's `truncateMessage`: at most 1024 bytes, ending in ` ...` when something was cut. */
export function truncateNote(note: string): string {
  const bytes = Buffer.from(note);
  if (bytes.length <= NOTE_LIMIT) return note;
  const suffix = ' ...';
  // a character cut in half would not be valid UTF-8
  return (
    bytes
      .subarray(0, NOTE_LIMIT - suffix.length)
      .toString()
      .replace(/\uFFFD+$/, '') + suffix
  );
}

/** `metav1.MicroTime`: RFC 3339 with six digits. */
function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

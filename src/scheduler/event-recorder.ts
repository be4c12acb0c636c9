import { microTimeOf } from '../api/times.ts';
import type { ClusterApi } from '../api/cluster-api.ts';
import { isConflict, isNotFound } from '../api/errors.ts';
import { EVENTS } from '../api/resources.ts';
import type { KubeEvent, Pod } from '../api/types.ts';
import { EventWriter, type WriterOptions } from './event-writer.ts';
import { podKey } from '../api/pods.ts';

/** What an event says; the recorder adds who, when and about which pod. */
export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'Scheduled' | 'FailedScheduling' | 'Preempted';
  readonly action: 'Binding' | 'Scheduling' | 'Preempting';
  readonly note: string;
  /** The scheduler that says so; the pod's own when missing. */
  readonly scheduler?: string | undefined;
}

/** Who writes events, and where. */
export interface RecorderOptions extends WriterOptions {
  readonly api: ClusterApi;
  /** Which process: scheduler and host name. */
  readonly instance: string;
}

/** Notes are cut to this many bytes (upstream: validation.NoteLengthLimit). */
const NOTE_LIMIT = 1024;
/** An event repeated within this time grows a series instead of becoming a new one (client-go: finishTime). */
const SERIES_MS = 6 * 60_000;
const SERIES_LIMIT = 5_000;

interface Series {
  /** What later repeats add to. */
  event: KubeEvent;
  count: number;
  lastSeen: number;
}

/**
 * Writes `events.k8s.io/v1` events off the hot path: a call only queues. The same Warning about the same pod grows one
 * series (client-go: tools/events/event_broadcaster.go), so that a pod that hangs for hours is one line in `kubectl get events`.
 */
export class EventRecorder {
  readonly #options: RecorderOptions;
  readonly #writer: EventWriter;
  readonly #series = new Map<string, Series>();
  #counter = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#writer = new EventWriter(options);
  }

  /** Queues one event about the pod. Never fails, never waits. */
  record(pod: Pod, text: EventText): void {
    const key = text.type === 'Warning' ? `${podKey(pod)} ${text.reason} ${text.note}` : undefined;
    const series = key === undefined ? undefined : this.#repeat(key);
    if (series) {
      const { count, lastSeen } = series;
      this.#writer.write(() =>
        this.#patch(series, { count, lastObservedTime: microTimeOf(lastSeen) }, pod, text),
      );
      return;
    }
    const event = this.#event(pod, text);
    if (key !== undefined) this.#remember(key, { event, count: 1, lastSeen: this.#options.clock.now() });
    this.#writer.write(() => this.#post(event));
  }

  /** Resolves when everything queued has been written or given up. */
  idle(): Promise<void> {
    return this.#writer.idle();
  }

  /** An event of this name that is there already is ours: it was written although the answer got lost. */
  async #post(event: KubeEvent): Promise<void> {
    const { api, signal } = this.#options;
    try {
      await api.create(EVENTS, event, { signal, unread: true });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }

  async #patch(
    series: Series,
    seen: NonNullable<KubeEvent['series']>,
    pod: Pod,
    text: EventText,
  ): Promise<void> {
    const { api, signal } = this.#options;
    try {
      await api.patch(EVENTS, series.event.metadata, { series: seen }, { signal });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // the event has outlived its hour, or somebody deleted it: begin again
      series.event = this.#event(pod, text);
      await this.#post(series.event);
    }
  }

  #repeat(key: string): Series | undefined {
    const now = this.#options.clock.now();
    const series = this.#series.get(key);
    if (!series || now - series.lastSeen > SERIES_MS) return undefined;
    series.count++;
    series.lastSeen = now;
    return series;
  }

  #remember(key: string, series: Series): void {
    this.#series.delete(key);
    this.#series.set(key, series);
    const oldest = this.#series.keys().next().value;
    if (this.#series.size > SERIES_LIMIT && oldest !== undefined) this.#series.delete(oldest);
  }

  #event(pod: Pod, { type, reason, action, note, scheduler = pod.spec.schedulerName }: EventText): KubeEvent {
    const { clock, instance } = this.#options;
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
      eventTime: microTimeOf(now),
      // kubectl shows it as "From": each profile speaks for itself
      reportingController: scheduler ?? 'default-scheduler',
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

import type { Pod } from '../api/types.ts';
import { Limiter } from '../lib/limiter.ts';
import { bind, type BindOptions } from './bind.ts';
import type { Decision, FitError, SchedulingError } from './decision.ts';
import { EventRecorder } from './event-recorder.ts';
import type { SchedulerOptions } from './options.ts';
import { patchUnscheduled, type UnscheduledReason } from './pod-condition.ts';
import { podText } from '../api/pods.ts';
import { podRef } from './pod-ref.ts';
import type { SchedulingQueue } from './queue.ts';
import type { QueuedPod } from './queued-pod.ts';
import type { Report } from './report.ts';

/** Status patches in flight at once: a storm of pods that do not fit must not crowd out the bindings. */
const STATUS_WRITERS = 4;

/** The parts of a running scheduler that a decision goes on to. */
export interface OutcomeOptions extends BindOptions {
  readonly options: SchedulerOptions;
  readonly queue: SchedulingQueue;
  readonly report: Report;
}

/** What follows a decision, beside the scheduling loop: the binding, the event, the condition, the way back to the queue. */
export class Outcomes {
  readonly #context: OutcomeOptions;
  readonly #recorder: EventRecorder;
  readonly #binds: Limiter;
  readonly #statuses = new Limiter(STATUS_WRITERS);

  constructor(context: OutcomeOptions) {
    const { options, signal, report } = context;
    this.#context = context;
    this.#binds = new Limiter(options.parallelBinds);
    this.#recorder = new EventRecorder({
      ...options,
      signal,
      onTrouble: (message) => {
        report.tell({ type: 'warning', message });
      },
    });
  }

  /** Resolves when another binding may start. */
  room(): Promise<void> {
    return this.#binds.room();
  }

  /** Resolves when nothing is in flight any more. */
  async idle(): Promise<void> {
    await this.#binds.idle();
    await Promise.all([this.#statuses.idle(), this.#recorder.idle()]);
  }

  /** Starts the binding cycle; it handles its own errors. */
  bind(decision: Decision): void {
    this.#binds.run(
      () => this.#bind(decision),
      (error) => {
        this.#warn(error);
      },
    );
  }

  /** No node fits: say so in the log, as an event and in the pod's status, and park the pod. */
  unschedulable({ queued, message, nodes, rejectedBy }: FitError): void {
    const { report, queue, options } = this.#context;
    const { pod, attempts } = queued;
    report.tell({ type: 'unschedulable', pod: podRef(pod), message, attempts, nodes });
    queued.message = message;
    queue.requeue(queued, rejectedBy);
    if (options.mode === 'bind') this.#tellUnscheduled(pod, message, 'Unschedulable');
  }

  /** A plugin could not say: the pod rests and is tried again. */
  failed({ queued, message }: SchedulingError): void {
    const { report, queue, options } = this.#context;
    report.tell({
      type: 'warning',
      message: `could not schedule ${podText(queued.pod.metadata)}: ${message}`,
    });
    queued.message = message;
    queue.requeue(queued, new Set());
    if (options.mode === 'bind') this.#tellUnscheduled(queued.pod, message, 'SchedulerError');
  }

  /** A pod that is being deleted is left alone (upstream: schedule_one.go, `skipPodSchedule`). */
  skipDeleted(queued: QueuedPod): void {
    const note = `skip schedule deleting pod: ${podText(queued.pod.metadata)}`;
    this.#recorder.record(queued.pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      action: 'Scheduling',
      note,
    });
    this.#context.queue.done(queued);
  }

  #tellUnscheduled(pod: Pod, message: string, reason: UnscheduledReason): void {
    const { api, signal, options } = this.#context;
    this.#recorder.record(pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      action: 'Scheduling',
      note: message,
    });
    this.#statuses.run(
      () => patchUnscheduled(api, pod, { reason, message }, { now: options.clock.now(), signal }),
      (error) => {
        this.#warn(error);
      },
    );
  }

  async #bind(decision: Decision): Promise<void> {
    const { queue, report, options, cache } = this.#context;
    const { queued, node, hadPods } = decision;
    const outcome = await bind(this.#context, decision);
    const pod = podRef(queued.pod);
    if (outcome.kind === 'failed') {
      report.tell({ type: 'bind-failed', pod, node, message: outcome.message, retry: true });
      queue.requeue(queued, new Set());
      return;
    }
    queue.done(queued);
    if (outcome.kind === 'dropped') {
      report.tell({ type: 'bind-failed', pod, node, message: outcome.message, retry: false });
      return;
    }
    const milliseconds = Math.round(options.clock.monotonic() - queued.firstSeen);
    report.tell({ type: 'bound', pod, node, hadPods, attempts: queued.attempts, milliseconds });
    const note = `Successfully assigned ${podText(queued.pod.metadata)} to ${node}`;
    this.#recorder.record(queued.pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', note });
    // the API server does not look whether the node still exists (fault F17): nobody else would ever say so
    if (!cache.get(node)) {
      report.tell({
        type: 'warning',
        message: `${podText(queued.pod.metadata)} was bound to ${node}, which has just been removed: delete the pod`,
      });
    }
  }

  #warn(error: Error): void {
    if (!this.#context.signal.aborted) this.#context.report.tell({ type: 'warning', message: error.message });
  }
}

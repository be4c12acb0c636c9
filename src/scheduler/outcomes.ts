import type { Pod } from '../api/types.ts';
import { Limiter } from '../lib/limiter.ts';
import { attemptEnded } from './attempt-ended.ts';
import type { BindOptions } from './bind.ts';
import { BindingCycles } from './binding-cycles.ts';
import type { Decision, FitError, SchedulingError } from './decision.ts';
import { EventRecorder } from './event-recorder.ts';
import type { Preemption } from './framework/post-filter.ts';
import type { WaitingPods } from './framework/waiting-pods.ts';
import type { SchedulerOptions } from './options.ts';
import type { Profiles } from './profiles.ts';
import { patchNotNominated, patchUnscheduled, type Unscheduled } from './pod-condition.ts';
import { podText } from '../api/pods.ts';
import { podRef } from './pod-ref.ts';
import { preempt, stillToGo } from './preempt.ts';
import type { SchedulingQueue } from './queue.ts';
import type { QueuedPod } from './queued-pod.ts';
import type { Report } from './report.ts';

/** Status patches in flight at once: a storm of pods that do not fit must not crowd out the bindings. */
const STATUS_WRITERS = 4;
/** Preemptions in flight at once; each deletes its victims beside each other. */
const PREEMPTORS = 4;

/** The parts of a running scheduler that a decision goes on to. */
export interface OutcomeOptions extends Omit<BindOptions, 'framework'> {
  readonly profiles: Profiles;
  readonly waitingPods: WaitingPods;
  readonly options: SchedulerOptions;
  readonly queue: SchedulingQueue;
  readonly report: Report;
}

/** What follows a decision, beside the scheduling loop: the binding, the event, the condition, the way back to the queue. */
export class Outcomes {
  readonly #context: OutcomeOptions;
  readonly #recorder: EventRecorder;
  readonly #bindings: BindingCycles;
  readonly #statuses = new Limiter(STATUS_WRITERS);
  readonly #preemptions = new Limiter(PREEMPTORS);

  constructor(context: OutcomeOptions) {
    const { options, signal, report } = context;
    this.#context = context;
    this.#recorder = new EventRecorder({
      ...options,
      signal,
      onTrouble: (message) => {
        report.tell({ type: 'warning', message });
      },
    });
    this.#bindings = new BindingCycles({
      ...context,
      recorder: this.#recorder,
      onRejected: (rejection) => {
        this.unschedulable(rejection);
      },
      onFailed: (failure) => {
        this.failed(failure);
      },
      forgetNomination: ({ queued }) => {
        this.#forgetNomination(queued.pod);
      },
      onTrouble: (error) => {
        this.#warn(error);
      },
    });
  }

  /** Resolves when another binding may start. */
  room(): Promise<void> {
    return this.#bindings.room();
  }

  /** Resolves when nothing is being bound any more. */
  bound(): Promise<void> {
    return this.#bindings.idle();
  }

  /** Resolves when nothing is in flight any more, but for pods that wait for leave to be bound. */
  async idle(): Promise<void> {
    await Promise.all([this.#bindings.idle(), this.#preemptions.idle()]);
    await Promise.all([this.#statuses.idle(), this.#recorder.idle()]);
  }

  /** Starts the binding cycle; it handles its own errors. */
  bind(decision: Decision): void {
    this.#bindings.start(decision);
  }

  /** No node fits: say so in the log, as an event and in the pod's status, and park the pod. Where room can be made it is. */
  unschedulable({ queued, message, nodes, rejectedBy, preemption, clearNomination }: FitError): void {
    const { report, queue, options, cache } = this.#context;
    const { pod, attempts } = queued;
    report.tell({ type: 'unschedulable', pod: podRef(pod), message, attempts, nodes });
    attemptEnded(options, queued, 'unschedulable');
    queued.message = message;
    if (options.mode !== 'bind') {
      queue.requeue(queued, rejectedBy);
      return;
    }
    if (preemption) {
      cache.nominations.nominate(pod, preemption.node);
      this.#preempt(queued, preemption, rejectedBy);
    } else {
      if (clearNomination) cache.nominations.clear(pod);
      queue.requeue(queued, rejectedBy);
    }
    const nominatedNodeName = cache.nominations.nodeOf(pod) ?? '';
    this.#tellUnscheduled(pod, { message, reason: 'Unschedulable', nominatedNodeName });
  }

  /** A plugin could not say: the pod rests and is tried again. */
  failed({ queued, message }: SchedulingError): void {
    const { report, queue, options, cache } = this.#context;
    const { pod } = queued;
    report.tell({ type: 'warning', message: `could not schedule ${podText(pod.metadata)}: ${message}` });
    attemptEnded(options, queued, 'error');
    queued.message = message;
    queue.requeue(queued, new Set());
    if (options.mode !== 'bind') return;
    cache.nominations.clear(pod);
    this.#tellUnscheduled(pod, { message, reason: 'SchedulerError', nominatedNodeName: '' });
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

  /**
   * The pod stays in flight while room is made for it, so that it is not tried meanwhile and no deletion is missed (upstream: the plugin's
   * PreEnqueue holds it back). When that fails it is tried again after a rest, for it may wait for victims that nobody deletes.
   */
  #preempt(queued: QueuedPod, preemption: Preemption, rejectedBy: ReadonlySet<string>): void {
    const { queue, report } = this.#context;
    const { pod } = queued;
    const victims = stillToGo(preemption);
    if (victims.length === 0) {
      queue.requeue(queued, rejectedBy);
      return;
    }
    this.#context.options.metrics?.preempted(victims.length);
    report.tell({
      type: 'preempting',
      pod: podRef(pod),
      node: preemption.node,
      victims: victims.map(podRef),
    });
    this.#preemptions.run(
      async () => {
        await preempt(this.#preemptOptions(), pod, preemption);
        queue.requeue(queued, rejectedBy);
      },
      (error) => {
        this.#warn(new Error(`could not make room for ${podText(pod.metadata)}: ${error.message}`));
        queue.requeue(queued, new Set());
      },
    );
  }

  #preemptOptions() {
    const { api, signal, options, cache, waitingPods } = this.#context;
    return {
      api,
      signal,
      waiting: waitingPods,
      clock: options.clock,
      recorder: this.#recorder,
      nominations: cache.nominations,
      onTrouble: (error: Error) => {
        this.#warn(error);
      },
    };
  }

  #tellUnscheduled(pod: Pod, what: Unscheduled): void {
    const { api, signal, options } = this.#context;
    this.#recorder.record(pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      action: 'Scheduling',
      note: what.message,
    });
    this.#statuses.run(
      () => patchUnscheduled(api, pod, what, { now: options.clock.now(), signal }),
      (error) => {
        this.#warn(error);
      },
    );
  }

  /** The node that was made free for the pod has not helped it (upstream: `handleBindingCycleError`). */
  #forgetNomination(pod: Pod): void {
    const { api, signal, options } = this.#context;
    this.#statuses.run(
      () => patchNotNominated(api, pod, { now: options.clock.now(), signal }),
      (error) => {
        this.#warn(error);
      },
    );
  }

  #warn(error: Error): void {
    if (!this.#context.signal.aborted) this.#context.report.tell({ type: 'warning', message: error.message });
  }
}

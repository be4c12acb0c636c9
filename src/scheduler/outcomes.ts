import type { Pod } from '../api/types.ts';
import { Limiter } from '../lib/limiter.ts';
import { bind, type BindOptions } from './bind.ts';
import type { Decision, FitError, SchedulingError } from './decision.ts';
import { EventRecorder } from './event-recorder.ts';
import type { Framework } from './framework/framework.ts';
import type { Preemption } from './framework/post-filter.ts';
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
  readonly #preemptions = new Limiter(PREEMPTORS);

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
    await Promise.all([this.#binds.idle(), this.#preemptions.idle()]);
    await Promise.all([this.#statuses.idle(), this.#recorder.idle()]);
  }

  /** Starts the binding cycle; it handles its own errors. */
  bind(decision: Decision): void {
    // the plugins that have reserved for the pod bind it, also when others are in their place by then
    const { framework } = this.#context.profiles.of(decision.queued.pod);
    this.#binds.run(
      () => this.#bind(framework, decision),
      (error) => {
        this.#warn(error);
      },
    );
  }

  /** No node fits: say so in the log, as an event and in the pod's status, and park the pod. Where room can be made it is. */
  unschedulable({ queued, message, nodes, rejectedBy, preemption, clearNomination }: FitError): void {
    const { report, queue, options, cache } = this.#context;
    const { pod, attempts } = queued;
    report.tell({ type: 'unschedulable', pod: podRef(pod), message, attempts, nodes });
    queued.message = message;
    if (options.mode !== 'bind') {
      queue.requeue(queued, rejectedBy);
      return;
    }
    const nominatedNodeName = preemption?.node ?? (clearNomination && '');
    if (preemption) {
      cache.nominations.nominate(pod, preemption.node);
      this.#preempt(queued, preemption, rejectedBy);
    } else {
      if (clearNomination) cache.nominations.clear(pod);
      queue.requeue(queued, rejectedBy);
    }
    this.#tellUnscheduled(pod, {
      message,
      reason: 'Unschedulable',
      ...(nominatedNodeName !== undefined && { nominatedNodeName }),
    });
  }

  /** A plugin could not say: the pod rests and is tried again. */
  failed({ queued, message }: SchedulingError): void {
    const { report, queue, options, cache } = this.#context;
    const { pod } = queued;
    report.tell({ type: 'warning', message: `could not schedule ${podText(pod.metadata)}: ${message}` });
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
    const { api, signal, options, cache } = this.#context;
    return {
      api,
      signal,
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

  async #bind(framework: Framework, decision: Decision): Promise<void> {
    const { queue, report, options, cache } = this.#context;
    const { queued, node, hadPods } = decision;
    const outcome = await bind({ ...this.#context, framework }, decision);
    const pod = podRef(queued.pod);
    if (outcome.kind === 'failed') {
      report.tell({ type: 'bind-failed', pod, node, message: outcome.message, retry: true });
      this.#forgetNomination(queued.pod);
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

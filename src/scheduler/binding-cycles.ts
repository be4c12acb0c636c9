import { podKey, podText } from '../api/pods.ts';
import { toError } from '../lib/abort.ts';
import { Limiter } from '../lib/limiter.ts';
import { attemptEnded } from './attempt-ended.ts';
import { bind, type BindOptions } from './bind.ts';
import { rejectedAt } from './claim.ts';
import type { Decision, FitError, SchedulingError } from './decision.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { Framework } from './framework/framework.ts';
import type { PermitEnd } from './framework/waiting-pods.ts';
import { placedOn } from './object-changes.ts';
import type { SchedulerOptions } from './options.ts';
import { podRef } from './pod-ref.ts';
import type { Profiles } from './profiles.ts';
import type { SchedulingQueue } from './queue.ts';
import type { Report } from './report.ts';

/** What decisions are bound with, and where those go that come to nothing. */
export interface BindingCyclesOptions extends Omit<BindOptions, 'framework'> {
  readonly options: SchedulerOptions;
  readonly profiles: Profiles;
  readonly queue: SchedulingQueue;
  readonly report: Report;
  readonly recorder: Pick<EventRecorder, 'record'>;
  readonly onRejected: (rejection: FitError) => void;
  readonly onFailed: (failure: SchedulingError) => void;
  /** The node that was made free for the pod has not helped it. */
  readonly forgetNomination: (decision: Decision) => void;
  readonly onTrouble: (error: Error) => void;
}

/** As upstream says how a wait at Permit ended. */
const PERMIT_STATUS = {
  allowed: 'Success',
  rejected: 'Unschedulable',
  preempted: 'Error',
  gone: 'Unschedulable',
} as const;

/**
 * What follows a decision, beside the scheduling loop (upstream: schedule_one.go, `runBindingCycle`): wait for leave → pre-bind → bind →
 * post-bind. Only so many bind at once; pods that wait for leave, or for their volumes, take nobody's turn.
 */
export class BindingCycles {
  readonly #context: BindingCyclesOptions;
  readonly #binds: Limiter;
  /** Those that something slow has to be done for before. */
  readonly #slow = new Limiter(Infinity);

  constructor(context: BindingCyclesOptions) {
    this.#context = context;
    this.#binds = new Limiter(context.options.parallelBinds);
  }

  /** Resolves when another binding may start. */
  room(): Promise<void> {
    return this.#binds.room();
  }

  /** Resolves when nothing is being bound any more. */
  async idle(): Promise<void> {
    await Promise.all([this.#binds.idle(), this.#slow.idle()]);
  }

  /** It handles its own errors. */
  start(decision: Decision): void {
    const { profiles, onTrouble } = this.#context;
    // the plugins that have reserved for the pod bind it, also when others are in their place by then
    const { framework } = profiles.forCycle(decision.queued.pod, 1);
    const { clock, metrics } = this.#context.options;
    const begun = clock.monotonic();
    if (!decision.permitted) this.#run(framework, decision);
    else
      decision.permitted
        .then((end) => {
          metrics?.permitWaited(PERMIT_STATUS[end.kind], (clock.monotonic() - begun) / 1000);
          this.#permitEnded(framework, decision, end);
        })
        .catch((error: unknown) => {
          onTrouble(toError(error));
        });
  }

  #permitEnded(framework: Framework, decision: Decision, end: PermitEnd): void {
    const { cache, queue, onRejected, onFailed } = this.#context;
    const { queued, node } = decision;
    if (end.kind === 'allowed') {
      this.#run(framework, decision);
      return;
    }
    framework.runUnreserve(queued.pod, node);
    cache.forget(queued.pod);
    if (end.kind === 'rejected') onRejected(rejectedAt(cache, decision, end.plugin, [end.message]));
    else if (end.kind === 'preempted') onFailed({ kind: 'error', queued, message: end.message });
    else queue.done(queued);
    this.#tellRoom(decision);
  }

  /** What the pod had been given is free again, for others than itself (upstream: `handleBindingCycleError`). */
  #tellRoom({ queued: { pod, key }, node }: Decision): void {
    const cause = `pod ${podText(pod.metadata)} gave back its place on ${node}`;
    const change = { event: 'pod-deleted', before: placedOn(pod, node) } as const;
    this.#context.queue.moveOn(change, cause, (other) => podKey(other) !== key);
  }

  #run(framework: Framework, decision: Decision): void {
    const isSlow = framework.runPreBindPreFlight(decision.queued.pod, decision.node);
    const limiter = isSlow ? this.#slow : this.#binds;
    limiter.run(() => this.#bind(framework, decision), this.#context.onTrouble);
  }

  async #bind(framework: Framework, decision: Decision): Promise<void> {
    const { queue, report, options, cache, recorder, forgetNomination } = this.#context;
    const { queued, node, hadPods } = decision;
    const outcome = await bind({ ...this.#context, framework }, decision);
    const pod = podRef(queued.pod);
    if (outcome.kind !== 'bound') {
      const retry = outcome.kind === 'failed';
      report.tell({ type: 'bind-failed', pod, node, message: outcome.message, retry });
      attemptEnded(options, queued, 'error');
      if (retry) {
        forgetNomination(decision);
        queue.requeue(queued, new Set());
      } else queue.done(queued);
      this.#tellRoom(decision);
      return;
    }
    queue.done(queued);
    const milliseconds = Math.round(options.clock.monotonic() - queued.firstSeen);
    report.tell({ type: 'bound', pod, node, hadPods, attempts: queued.attempts, milliseconds });
    attemptEnded(options, queued, 'scheduled');
    const note = `Successfully assigned ${podText(queued.pod.metadata)} to ${node}`;
    recorder.record(queued.pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', note });
    // the API server does not look whether the node still exists (fault F17): nobody else would ever say so
    if (!cache.get(node)) {
      report.tell({
        type: 'warning',
        message: `${podText(queued.pod.metadata)} was bound to ${node}, which has just been removed: delete the pod`,
      });
    }
    framework.runPostBind(queued.pod, node);
  }
}

import { exponential } from './instruments.ts';
import type { Registry } from './registry.ts';

/** How an attempt ended (upstream: metrics/profile_metrics.go). */
export type AttemptResult = 'scheduled' | 'unschedulable' | 'error';

/** What a plugin, or all of a point, came to (upstream: `Code.String`). */
export type StatusCode =
  'Success' | 'Error' | 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Wait' | 'Skip';

/** What is where at the moment that somebody asks. */
export interface SchedulerState {
  /** By upstream's name of the queue. */
  readonly pending: Readonly<Record<'active' | 'backoff' | 'unschedulable' | 'gated', number>>;
  readonly cache: Readonly<Record<'nodes' | 'pods' | 'assumed_pods', number>>;
  /** The pods that wait, each with who rejected it. */
  readonly waiting: Iterable<{ readonly profile: string; readonly rejectedBy: Iterable<string> }>;
}

/** From 1 ms on, doubled. */
const ATTEMPT = exponential(0.001, 2, 15);
/** Attempts are a label of their own up to here. */
const MOST_ATTEMPTS = 15;

/**
 * What kube-scheduler measures, under its names, with its help, labels and bounds (upstream: pkg/scheduler/metrics/metrics.go), so that its
 * dashboards and alerts work. Times are seconds.
 */
export class SchedulerMetrics {
  readonly #attempts;
  readonly #attemptSeconds;
  readonly #algorithmSeconds;
  readonly #sliSeconds;
  readonly #podAttempts;
  readonly #incoming;
  readonly #pointSeconds;
  readonly #pluginSeconds;
  readonly #permitSeconds;
  readonly #preemptions;
  readonly #victims;
  #state: () => SchedulerState | undefined = () => undefined;

  constructor(registry: Registry) {
    this.#attempts = registry.counter(
      'scheduler_schedule_attempts_total',
      "Number of attempts to schedule pods, by the result. 'unschedulable' means a pod could not be scheduled, while 'error' means an internal scheduler problem.",
      ['result', 'profile'],
    );
    this.#attemptSeconds = registry.histogram(
      'scheduler_scheduling_attempt_duration_seconds',
      'Scheduling attempt latency in seconds (scheduling algorithm + binding)',
      ATTEMPT,
      ['result', 'profile'],
    );
    this.#algorithmSeconds = registry.histogram(
      'scheduler_scheduling_algorithm_duration_seconds',
      'Scheduling algorithm latency in seconds',
      ATTEMPT,
    );
    this.#sliSeconds = registry.histogram(
      'scheduler_pod_scheduling_sli_duration_seconds',
      'E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue and might involve multiple scheduling attempts.',
      exponential(0.01, 2, 20),
      ['attempts'],
    );
    this.#podAttempts = registry.histogram(
      'scheduler_pod_scheduling_attempts',
      'Number of attempts to successfully schedule a pod.',
      exponential(1, 2, 5),
    );
    this.#incoming = registry.counter(
      'scheduler_queue_incoming_pods_total',
      'Number of pods added to scheduling queues by event and queue type.',
      ['queue', 'event'],
    );
    this.#pointSeconds = registry.histogram(
      'scheduler_framework_extension_point_duration_seconds',
      'Latency for running all plugins of a specific extension point.',
      exponential(0.0001, 2, 12),
      ['extension_point', 'status', 'profile'],
    );
    this.#pluginSeconds = registry.histogram(
      'scheduler_plugin_execution_duration_seconds',
      'Duration for running a plugin at a specific extension point.',
      exponential(0.000_01, 1.5, 20),
      ['plugin', 'extension_point', 'status'],
    );
    this.#permitSeconds = registry.histogram(
      'scheduler_permit_wait_duration_seconds',
      'Duration of waiting on permit.',
      ATTEMPT,
      ['result'],
    );
    this.#preemptions = registry.counter(
      'scheduler_preemption_attempts_total',
      'Total preemption attempts in the cluster till now',
    );
    this.#victims = registry.histogram(
      'scheduler_preemption_victims',
      'Number of selected preemption victims for preemption initiated by a single pod',
      exponential(1, 2, 7),
    );
    this.#collectState(registry);
  }

  /** An attempt has ended; seconds since it began. */
  attempt(result: AttemptResult, profile: string, seconds: number): void {
    this.#attempts.with(result, profile).inc();
    this.#attemptSeconds.with(result, profile).observe(seconds);
  }

  /** A node was looked for, found or not. */
  algorithm(seconds: number): void {
    this.#algorithmSeconds.with().observe(seconds);
  }

  /** A pod is bound; seconds since it was tried first. */
  bound(attempts: number, seconds: number): void {
    this.#podAttempts.with().observe(attempts);
    const label = attempts >= MOST_ATTEMPTS ? `${MOST_ATTEMPTS}+` : String(attempts);
    this.#sliSeconds.with(label).observe(seconds);
  }

  /** A pod came into a queue; `event` in upstream's words. */
  incoming(queue: keyof SchedulerState['pending'], event: string): void {
    this.#incoming.with(queue, event).inc();
  }

  /** All plugins of a point have run. */
  point(extensionPoint: string, status: StatusCode, profile: string, seconds: number): void {
    this.#pointSeconds.with(extensionPoint, status, profile).observe(seconds);
  }

  /** One plugin has run. */
  plugin(plugin: string, extensionPoint: string, status: StatusCode, seconds: number): void {
    this.#pluginSeconds.with(plugin, extensionPoint, status).observe(seconds);
  }

  /** A pod no longer waits at Permit. */
  permitWaited(result: StatusCode, seconds: number): void {
    this.#permitSeconds.with(result).observe(seconds);
  }

  /** It was looked for pods that others may take the place of. */
  preemptionTried(): void {
    this.#preemptions.with().inc();
  }

  /** Room is made by deleting so many pods. */
  preempted(victims: number): void {
    this.#victims.with().observe(victims);
  }

  /** Where the scheduler's state is read when somebody asks; undefined before it runs. */
  follow(state: () => SchedulerState | undefined): void {
    this.#state = state;
  }

  #collectState(registry: Registry): void {
    const pending = registry.gauge(
      'scheduler_pending_pods',
      "Number of pending pods, by the queue type. 'active' means number of pods in activeQ; 'backoff' means number of pods in backoffQ; 'unschedulable' means number of pods in unschedulableEntities that the scheduler attempted to schedule and failed; 'gated' is the number of unschedulable pods that the scheduler never attempted to schedule because they are gated.",
      ['queue'],
    );
    const cache = registry.gauge(
      'scheduler_cache_size',
      'Number of nodes, pods, and assumed (bound) pods in the scheduler cache.',
      ['type'],
    );
    const unschedulable = registry.gauge(
      'scheduler_unschedulable_pods',
      'The number of unschedulable pods broken down by plugin name. A pod will increment the gauge for all plugins that caused it to not schedule and so this metric have meaning only when broken down by plugin.',
      ['plugin', 'profile'],
    );
    registry.onCollect(() => {
      const state = this.#state();
      if (!state) return;
      for (const [queue, count] of Object.entries(state.pending)) pending.with(queue).set(count);
      for (const [type, count] of Object.entries(state.cache)) cache.with(type).set(count);
      // those that nobody waits for any more go to zero first, and stay
      for (const { series } of unschedulable.all()) series.set(0);
      for (const { profile, rejectedBy } of state.waiting)
        for (const plugin of rejectedBy) unschedulable.with(plugin, profile).inc();
    });
  }
}

import type { Pod } from '../../api/types.ts';
import type { SchedulerMetrics, StatusCode } from '../../metrics/scheduler-metrics.ts';
import type { FilterCycle, PluginRejection } from './filter-cycle.ts';
import { Framework } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import type { PluginEntry, PluginScore } from './plugin.ts';
import type { FailedAttempt, PostFilterResult } from './post-filter.ts';
import type { Snapshot } from './snapshot.ts';
import type { Rejection } from './status.ts';
import { timedPlugin } from './timed-plugin.ts';
import type { PermitWait } from './waiting-pods.ts';

/** What is measured with. */
export interface Measuring {
  readonly metrics: SchedulerMetrics;
  /** Milliseconds that never jump. */
  readonly now: () => number;
}

/** A framework that tells how long all plugins of each point take together (upstream: `FrameworkExtensionPointDuration`). */
export class MeasuredFramework extends Framework {
  readonly #measuring: Measuring;
  readonly #profile: string;
  readonly #preempts: boolean;

  constructor(entries: readonly PluginEntry[], profile: string, measuring: Measuring) {
    super(entries);
    this.#measuring = measuring;
    this.#profile = profile;
    this.#preempts = entries.some(({ plugin }) => plugin.postFilter !== undefined);
  }

  override runPreEnqueue(pod: Pod): PluginRejection | undefined {
    return this.#timed('PreEnqueue', () => super.runPreEnqueue(pod), rejectedOrNot);
  }

  override runPreFilter(pod: Pod, snapshot: Snapshot): FilterCycle {
    return this.#timed(
      'PreFilter',
      () => super.runPreFilter(pod, snapshot),
      ({ found }) => rejectedOrNot(found.rejected),
    );
  }

  override runFilters<F extends { readonly feasible: readonly unknown[] }>(look: () => F): F {
    return this.#timed('Filter', look, ({ feasible }) => (feasible.length > 0 ? 'Success' : 'Unschedulable'));
  }

  override runPostFilter(pod: Pod, attempt: FailedAttempt): PostFilterResult {
    if (this.#preempts) this.#measuring.metrics.preemptionTried();
    return this.#timed(
      'PostFilter',
      () => super.runPostFilter(pod, attempt),
      ({ preemption }) => (preemption ? 'Success' : 'Unschedulable'),
    );
  }

  /** PreScore is in it: plugin by plugin, both are asked. */
  override runScore(
    pod: Pod,
    nodes: readonly NodeInfo[],
    snapshot: Snapshot,
    each?: (node: number, plugin: string, score: PluginScore) => void,
  ): readonly number[] {
    return this.#timed('Score', () => super.runScore(pod, nodes, snapshot, each));
  }

  override runReserve(pod: Pod, node: string): PluginRejection | undefined {
    return this.#timed('Reserve', () => super.runReserve(pod, node), rejectedOrNot);
  }

  override runUnreserve(pod: Pod, node: string): void {
    this.#timed('Unreserve', () => {
      super.runUnreserve(pod, node);
    });
  }

  override runPermit(pod: Pod, node: string): PluginRejection | readonly PermitWait[] {
    return this.#timed(
      'Permit',
      () => super.runPermit(pod, node),
      (result) =>
        'rejection' in result ? statusOf(result.rejection) : result.length > 0 ? 'Wait' : 'Success',
    );
  }

  override runPreBind(pod: Pod, node: string, signal: AbortSignal): Promise<void> {
    return this.#settled('PreBind', () => super.runPreBind(pod, node, signal));
  }

  override runBind(pod: Pod, node: string, signal: AbortSignal): Promise<void> {
    return this.#settled('Bind', () => super.runBind(pod, node, signal));
  }

  override runPostBind(pod: Pod, node: string): void {
    this.#timed('PostBind', () => {
      super.runPostBind(pod, node);
    });
  }

  #timed<T>(point: string, run: () => T, status: (result: T) => StatusCode = success): T {
    const begun = this.#measuring.now();
    let code: StatusCode = 'Error';
    try {
      const result = run();
      code = status(result);
      return result;
    } finally {
      this.#tell(point, code, begun);
    }
  }

  async #settled(point: string, run: () => Promise<void>): Promise<void> {
    const begun = this.#measuring.now();
    let code: StatusCode = 'Error';
    try {
      await run();
      code = 'Success';
    } finally {
      this.#tell(point, code, begun);
    }
  }

  #tell(point: string, code: StatusCode, begun: number): void {
    const { metrics, now } = this.#measuring;
    metrics.point(point, code, this.#profile, (now() - begun) / 1000);
  }
}

/** The same entries, whose plugins tell how long each method takes. */
export function timedEntries(entries: readonly PluginEntry[], { metrics, now }: Measuring): PluginEntry[] {
  const timed = new Map(entries.map(({ plugin }) => [plugin, timedPlugin(plugin, metrics, now)]));
  return entries.map((entry) => ({ ...entry, plugin: timed.get(entry.plugin) ?? entry.plugin }));
}

function success(): StatusCode {
  return 'Success';
}

function rejectedOrNot(found: { readonly rejection: Rejection } | undefined): StatusCode {
  return found ? statusOf(found.rejection) : 'Success';
}

function statusOf({ unresolvable }: Rejection): StatusCode {
  return unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
}

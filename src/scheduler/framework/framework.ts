import type { Resource } from '../../api/resources.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import type { ClusterChange, ClusterEvent, EventHint } from './cluster-event.ts';
import { FilterCycle, type PluginRejection } from './filter-cycle.ts';
import type { Handle } from './handle.ts';
import type { NodeInfo } from './node-info.ts';
import { running } from './plugin-error.ts';
import type { Plugin, PluginEntry, PluginScore, Queued } from './plugin.ts';
import type { FailedAttempt, PostFilterResult } from './post-filter.ts';
import { has, pluginsAtPoints } from './plugins-at-points.ts';
import { runPreFilters } from './pre-filter.ts';
import { runScores } from './run-score.ts';
import type { Snapshot } from './snapshot.ts';
import type { PermitWait } from './waiting-pods.ts';

/** Where a plugin can reject a pod that is then parked. */
const REJECTING = ['preFilter', 'filter', 'reserve', 'permit'] as const;

/** Runs the plugins of one profile, in the order of the list, at each extension point. */
export class Framework {
  readonly #points: ReturnType<typeof pluginsAtPoints>;
  readonly #byName: ReadonlyMap<string, Plugin>;
  /** What some plugin asks for; undefined when one takes any change. */
  readonly #events: ReadonlySet<ClusterEvent> | undefined;

  /** @throws Error when no plugin of the list can bind. */
  constructor(entries: readonly PluginEntry[]) {
    this.#points = pluginsAtPoints(entries);
    this.#byName = new Map(entries.map(({ plugin }) => [plugin.name, plugin]));
    this.#events = eventsOf([...this.#byName.values()]);
  }

  /** The plugins that filter, in the order in which they are asked. */
  get filterNames(): readonly string[] {
    return this.#points.filters.map(({ name }) => name);
  }

  /** The kinds that the plugins read, beside pods and nodes. */
  get reads(): ReadonlySet<Resource<KubeObject>> {
    return new Set([...this.#byName.values()].flatMap(({ reads }) => reads ?? []));
  }

  /** The plugins that read this kind. */
  readersOf(resource: Resource<KubeObject>): readonly string[] {
    return [...this.#byName.values()]
      .filter(({ reads }) => reads?.includes(resource))
      .map(({ name }) => name);
  }

  /** Gives every plugin what it may use. */
  start(handle: Handle): void {
    for (const plugin of this.#byName.values()) plugin.start?.(handle);
  }

  /** Tells the plugins that keep count. */
  podChanged(before: Pod | undefined, now: Pod | undefined): void {
    for (const plugin of this.#points.counters) plugin.podChanged(before, now);
  }

  /** The first rejection, or undefined when the pod may enter the queue. A plugin that throws does not let it in. */
  runPreEnqueue(pod: Pod): PluginRejection | undefined {
    for (const plugin of this.#points.preEnqueuers) {
      try {
        const rejection = plugin.preEnqueue(pod);
        if (rejection) return { plugin, rejection };
      } catch (error) {
        return { plugin, rejection: { reasons: [running('PreEnqueue', plugin.name, error).message] } };
      }
    }
    return undefined;
  }

  /** The order of the queue: the plugin's that sorts it, or without one by arrival. */
  less(a: Queued, b: Queued): boolean {
    return this.#points.sorter?.less(a, b) ?? a.sequence < b.sequence;
  }

  runPreFilter(pod: Pod, snapshot: Snapshot): FilterCycle {
    const { preFilters, filters } = this.#points;
    return new FilterCycle(pod, snapshot, runPreFilters(preFilters, filters, pod, snapshot));
  }

  /** Looks at the nodes, as `look` says how many of them: a point of its own for who measures. */
  runFilters<F extends { readonly feasible: readonly unknown[] }>(look: () => F): F {
    return look();
  }

  /**
   * Asks until one makes room (upstream: `RunPostFilterPlugins`). What was nominated for the pod before holds no more where one says so, or
   * where no plugin can make room.
   */
  runPostFilter(pod: Pod, attempt: FailedAttempt): PostFilterResult {
    const plugins = this.#points.postFilters;
    const results: PostFilterResult[] = [];
    for (const plugin of plugins) {
      const result = asking('PostFilter', plugin, () => plugin.postFilter(pod, attempt));
      if (result?.preemption) return result;
      if (result) results.push(result);
    }
    const message = results.flatMap((result) => result.message ?? []).join(', ');
    const clears = plugins.length === 0 || results.some(({ clearNomination }) => clearNomination);
    return { ...(message !== '' && { message }), ...(clears && { clearNomination: true }) };
  }

  /** The weighted total of every node, in the order of `nodes`. `each` is told every plugin's part when given. */
  runScore(
    pod: Pod,
    nodes: readonly NodeInfo[],
    snapshot: Snapshot,
    each?: (node: number, plugin: string, score: PluginScore) => void,
  ): readonly number[] {
    return runScores(this.#points.scorers, pod, nodes, snapshot, each);
  }

  /** Reserves with every plugin; unless all agree, it has been undone when this returns or throws. */
  runReserve(pod: Pod, node: string): PluginRejection | undefined {
    let isDone = false;
    try {
      for (const plugin of this.#points.reservers) {
        const rejection = asking('Reserve', plugin, () => plugin.reserve?.(pod, node));
        if (rejection) return { plugin, rejection };
      }
      isDone = true;
      return undefined;
    } finally {
      if (!isDone) this.runUnreserve(pod, node);
    }
  }

  /** Undoes in the reverse order (upstream: `RunReservePluginsUnreserve`). */
  runUnreserve(pod: Pod, node: string): void {
    for (const plugin of this.#points.reservers.toReversed()) plugin.unreserve?.(pod, node);
  }

  /** A rejection, or the plugins to wait for with the time that each gives. */
  runPermit(pod: Pod, node: string): PluginRejection | readonly PermitWait[] {
    const waits: PermitWait[] = [];
    for (const plugin of this.#points.permitters) {
      const result = asking('Permit', plugin, () => plugin.permit(pod, node));
      if (!result) continue;
      if ('rejection' in result) return { plugin, rejection: result.rejection };
      waits.push({ plugin: plugin.name, waitMs: result.waitMs });
    }
    return waits;
  }

  /** Whether a plugin will take its time before this binding (upstream: `RunPreBindPreFlights`). */
  runPreBindPreFlight(pod: Pod, node: string): boolean {
    return this.#points.preFlights.some((plugin) => plugin.preBindPreFlight(pod, node));
  }

  async runPreBind(pod: Pod, node: string, signal: AbortSignal): Promise<void> {
    for (const plugin of this.#points.preBinders) {
      try {
        await plugin.preBind(pod, node, signal);
      } catch (error) {
        throw running('PreBind', plugin.name, error);
      }
    }
  }

  runBind(pod: Pod, node: string, signal: AbortSignal): Promise<void> {
    return this.#points.binder.bind(pod, node, signal);
  }

  runPostBind(pod: Pod, node: string): void {
    for (const plugin of this.#points.postBinders)
      asking('PostBind', plugin, () => {
        plugin.postBind(pod, node);
      });
  }

  /** False for an event that no plugin asks for. A node that comes is always of interest: to pods that were tried when there was none. */
  isOfInterest(event: ClusterEvent): boolean {
    return event === 'node-added' || (this.#events?.has(event) ?? true);
  }

  /** Whether the change can undo the rejection by one of these plugins. */
  isWorthAnotherTry(rejectedBy: ReadonlySet<string>, pod: Pod, change: ClusterChange): boolean {
    for (const name of rejectedBy) {
      const events = this.#byName.get(name)?.requeueOn;
      if (!events || events.some((wanted) => helps(wanted, pod, change))) return true;
    }
    return false;
  }
}

/** Those that the plugins ask for which can reject a pod for good; undefined when one of them does not say. */
function eventsOf(plugins: readonly Plugin[]): ReadonlySet<ClusterEvent> | undefined {
  const events = new Set<ClusterEvent>();
  for (const plugin of plugins) {
    if (!REJECTING.some((method) => has(plugin, method))) continue;
    if (!plugin.requeueOn) return undefined;
    for (const wanted of plugin.requeueOn) events.add(typeof wanted === 'string' ? wanted : wanted.event);
  }
  return events;
}

/** @throws PluginError what the plugin throws, with its name. */
function asking<T>(point: string, plugin: Plugin, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw running(point, plugin.name, error);
  }
}

/** A hint that throws means yes: one try too many does less harm than a pod that nobody tries again (as upstream). */
function helps(wanted: ClusterEvent | EventHint, pod: Pod, change: ClusterChange): boolean {
  if (typeof wanted === 'string') return wanted === change.event;
  if (wanted.event !== change.event) return false;
  try {
    return wanted.hint(pod, change);
  } catch {
    return true;
  }
}

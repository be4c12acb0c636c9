import type { Resource } from '../../api/resources.ts';
import type { KubeObject, Pod } from '../../api/types.ts';
import type { ClusterChange, ClusterEvent, EventHint } from './cluster-event.ts';
import type { ExtensionPoint } from './extension-points.ts';
import { FilterCycle, type PluginRejection } from './filter-cycle.ts';
import type { NodeInfo } from './node-info.ts';
import { running } from './plugin-error.ts';
import type { Plugin, PluginEntry, PluginScore, Queued } from './plugin.ts';
import type { FailedAttempt, PostFilterResult } from './post-filter.ts';
import { type Filtering, runPreFilters } from './pre-filter.ts';
import { runScores, type Scorer } from './run-score.ts';
import type { Snapshot } from './snapshot.ts';

type With<K extends keyof Plugin> = Plugin & Required<Pick<Plugin, K>>;

/** Runs the plugins of one profile, in the order of the list, at each extension point. */
export class Framework {
  readonly #entries: readonly PluginEntry[];
  readonly #preFilters: readonly Plugin[];
  readonly #filters: readonly Filtering[];
  readonly #scorers: readonly Scorer[];
  readonly #reservers: readonly Plugin[];
  readonly #binder: With<'bind'>;
  readonly #byName: ReadonlyMap<string, Plugin>;

  /** @throws Error when no plugin of the list can bind. */
  constructor(entries: readonly PluginEntry[]) {
    this.#entries = entries;
    this.#preFilters = this.#at('preFilter', 'preFilter');
    this.#filters = this.#at('filter', 'filter');
    this.#scorers = entries.flatMap(({ plugin, weight, points }) =>
      has(plugin, 'score') && (points?.has('score') ?? true) ? [{ plugin, weight }] : [],
    );
    this.#reservers = entries
      .filter(({ points }) => points?.has('reserve') ?? true)
      .map(({ plugin }) => plugin)
      .filter((plugin) => has(plugin, 'reserve') || has(plugin, 'unreserve'));
    this.#byName = new Map(entries.map(({ plugin }) => [plugin.name, plugin]));
    const binder = this.#at('bind', 'bind')[0];
    if (!binder) throw new Error('a profile needs a plugin that binds');
    this.#binder = binder;
  }

  /** The plugins that filter, in the order in which they are asked. */
  get filterNames(): readonly string[] {
    return this.#filters.map(({ name }) => name);
  }

  /** The kinds that the plugins read, beside pods and nodes. */
  get reads(): ReadonlySet<Resource<KubeObject>> {
    return new Set(this.#entries.flatMap(({ plugin }) => plugin.reads ?? []));
  }

  /** The first rejection, or undefined when the pod may enter the queue. */
  runPreEnqueue(pod: Pod): PluginRejection | undefined {
    for (const plugin of this.#at('preEnqueue', 'preEnqueue')) {
      const rejection = plugin.preEnqueue(pod);
      if (rejection) return { plugin, rejection };
    }
    return undefined;
  }

  /** The order of the queue; by arrival when no plugin says. */
  less(a: Queued, b: Queued): boolean {
    return this.#at('queueSort', 'less')[0]?.less(a, b) ?? a.sequence < b.sequence;
  }

  runPreFilter(pod: Pod, snapshot: Snapshot): FilterCycle {
    return new FilterCycle(pod, snapshot, runPreFilters(this.#preFilters, this.#filters, pod, snapshot));
  }

  /**
   * Asks until one makes room (upstream: `RunPostFilterPlugins`). What was nominated for the pod before holds no more where one says so, or
   * where no plugin can make room.
   */
  runPostFilter(pod: Pod, attempt: FailedAttempt): PostFilterResult {
    const plugins = this.#at('postFilter', 'postFilter');
    const results: PostFilterResult[] = [];
    for (const plugin of plugins) {
      const result = plugin.postFilter(pod, attempt);
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
    return runScores(this.#scorers, pod, nodes, snapshot, each);
  }

  /** Reserves with every plugin; a rejection has been undone when this returns. */
  runReserve(pod: Pod, node: string): PluginRejection | undefined {
    for (const plugin of this.#reservers) {
      const rejection = plugin.reserve?.(pod, node);
      if (rejection) {
        this.runUnreserve(pod, node);
        return { plugin, rejection };
      }
    }
    return undefined;
  }

  /** Undoes in the reverse order (upstream: `RunReservePluginsUnreserve`). */
  runUnreserve(pod: Pod, node: string): void {
    for (const plugin of this.#reservers.toReversed()) plugin.unreserve?.(pod, node);
  }

  /** A rejection, or the plugins to wait for with the time that each gives, or an empty list: go on. */
  runPermit(pod: Pod, node: string): PluginRejection | readonly PermitWait[] {
    const waits: PermitWait[] = [];
    for (const plugin of this.#at('permit', 'permit')) {
      const result = plugin.permit(pod, node);
      if (!result) continue;
      if ('rejection' in result) return { plugin, rejection: result.rejection };
      waits.push({ plugin: plugin.name, waitMs: result.waitMs });
    }
    return waits;
  }

  async runPreBind(pod: Pod, node: string, signal: AbortSignal): Promise<void> {
    for (const plugin of this.#at('preBind', 'preBind')) {
      try {
        await plugin.preBind(pod, node, signal);
      } catch (error) {
        throw running('PreBind', plugin.name, error);
      }
    }
  }

  runBind(pod: Pod, node: string, signal: AbortSignal): Promise<void> {
    return this.#binder.bind(pod, node, signal);
  }

  runPostBind(pod: Pod, node: string): void {
    for (const plugin of this.#at('postBind', 'postBind')) plugin.postBind(pod, node);
  }

  /** Whether the change can undo the rejection by one of these plugins. */
  isWorthAnotherTry(rejectedBy: ReadonlySet<string>, pod: Pod, change: ClusterChange): boolean {
    for (const name of rejectedBy) {
      const events = this.#byName.get(name)?.requeueOn;
      if (!events || events.some((wanted) => helps(wanted, pod, change))) return true;
    }
    return false;
  }

  #at<K extends keyof Plugin>(point: ExtensionPoint, method: K): readonly With<K>[] {
    return this.#entries.flatMap(({ plugin, points }) =>
      has(plugin, method) && (points?.has(point) ?? true) ? [plugin] : [],
    );
  }
}

/** Which plugin a pod waits for before its binding, and how long at most (milliseconds). */
export interface PermitWait {
  readonly plugin: string;
  readonly waitMs: number;
}

function helps(wanted: ClusterEvent | EventHint, pod: Pod, change: ClusterChange): boolean {
  if (typeof wanted === 'string') return wanted === change.event;
  return wanted.event === change.event && wanted.hint(pod, change);
}

function has<K extends keyof Plugin>(plugin: Plugin, point: K): plugin is With<K> {
  return plugin[point] !== undefined;
}

import type { Pod } from '../../api/types.ts';
import type { ClusterEvent } from './cluster-event.ts';
import type { NodeInfo } from './node-info.ts';
import type { Plugin, PluginEntry, PluginScore, Rejection } from './plugin.ts';

/** Who rejected, and why. */
export interface PluginRejection {
  readonly plugin: Plugin;
  readonly rejection: Rejection;
}

type With<K extends keyof Plugin> = Plugin & Required<Pick<Plugin, K>>;

/** Runs the plugins of one profile, in the order of the list, at each extension point. */
export class Framework {
  readonly #filters: readonly With<'filter'>[];
  readonly #scorers: readonly { readonly plugin: With<'score'>; readonly weight: number }[];
  readonly #reservers: readonly Plugin[];
  readonly #binder: With<'bind'>;
  readonly #rejectors: ReadonlyMap<string, Plugin>;

  /** @throws Error when no plugin of the list can bind. */
  constructor(entries: readonly PluginEntry[]) {
    const plugins = entries.map(({ plugin }) => plugin);
    this.#filters = plugins.filter((plugin) => has(plugin, 'filter'));
    this.#scorers = entries.flatMap(({ plugin, weight }) =>
      has(plugin, 'score') ? [{ plugin, weight }] : [],
    );
    this.#reservers = plugins.filter((plugin) => has(plugin, 'reserve') || has(plugin, 'unreserve'));
    this.#rejectors = new Map(plugins.map((plugin) => [plugin.name, plugin]));
    const binder = plugins.find((plugin) => has(plugin, 'bind'));
    if (!binder) throw new Error('a profile needs a plugin that binds');
    this.#binder = binder;
  }

  /** The plugins that filter, in the order in which they are asked. */
  get filterNames(): readonly string[] {
    return this.#filters.map(({ name }) => name);
  }

  /** The first rejection of this node, or undefined when it is feasible. */
  runFilter(pod: Pod, node: NodeInfo): PluginRejection | undefined {
    for (const plugin of this.#filters) {
      const rejection = plugin.filter(pod, node);
      if (rejection) return { plugin, rejection };
    }
    return undefined;
  }

  /** What every filter plugin says of the node, also those after the first that rejects it. For explanations only. */
  runAllFilters(pod: Pod, node: NodeInfo): readonly (PluginRejection | { readonly plugin: Plugin })[] {
    return this.#filters.map((plugin) => {
      const rejection = plugin.filter(pod, node);
      return rejection ? { plugin, rejection } : { plugin };
    });
  }

  /** The weighted total of every node, in the order of `nodes`. `each` is told every plugin's part when given. */
  runScore(
    pod: Pod,
    nodes: readonly NodeInfo[],
    each?: (node: number, plugin: string, score: PluginScore) => void,
  ): readonly number[] {
    const totals = nodes.map(() => 0);
    const scores = nodes.map(() => 0);
    // the hottest loops of a cycle, over every node: by index, since callbacks and iterators cost three times as much here
    for (const { plugin, weight } of this.#scorers) {
      let at = 0;
      for (const node of nodes) scores[at++] = plugin.score(pod, node);
      const raw = each && [...scores];
      plugin.normalize?.(scores);
      for (at = 0; at < totals.length; at++) totals[at] = (totals[at] ?? 0) + (scores[at] ?? 0) * weight;
      if (raw)
        for (const [at, score] of scores.entries())
          each(at, plugin.name, { raw: raw[at] ?? 0, score, weight });
    }
    return totals;
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

  runBind(pod: Pod, node: string, signal: AbortSignal): Promise<void> {
    return this.#binder.bind(pod, node, signal);
  }

  /** Whether `event` can undo the rejection by one of these plugins. */
  isWorthAnotherTry(rejectedBy: ReadonlySet<string>, event: ClusterEvent): boolean {
    for (const name of rejectedBy) {
      const events = this.#rejectors.get(name)?.requeueOn;
      if (!events || events.includes(event)) return true;
    }
    return false;
  }
}

function has<K extends keyof Plugin>(plugin: Plugin, point: K): plugin is With<K> {
  return plugin[point] !== undefined;
}

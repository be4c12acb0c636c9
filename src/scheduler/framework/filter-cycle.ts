import { podKey, podText } from '../../api/pods.ts';
import type { Pod } from '../../api/types.ts';
import type { NodeInfo } from './node-info.ts';
import { NodeState } from './node-state.ts';
import type { Plugin } from './plugin.ts';
import { running } from './plugin-error.ts';
import type { WhatIf } from './post-filter.ts';
import type { Snapshot } from './snapshot.ts';
import type { Rejection } from './status.ts';

/** Who rejected, and why. No plugin for a node that a `preFilter` left out. */
export interface PluginRejection {
  readonly plugin?: Plugin;
  readonly rejection: Rejection;
  /** What the reason hides, for people: worked out when asked. */
  readonly detail?: () => string | undefined;
  /** What would have to change for the plugin to agree: a clause behind "if". */
  readonly wayOut?: () => string | undefined;
}

/** A plugin that filters in this cycle, and what its `preFilter` handed on. */
export interface ActiveFilter {
  readonly plugin: Plugin & Required<Pick<Plugin, 'filter'>>;
  readonly state: unknown;
}

/** What the `preFilter` plugins found together. */
export interface PreFiltered {
  readonly filters: readonly ActiveFilter[];
  /** Only these nodes can fit; the others get the rejection. */
  readonly only?: { readonly nodes: ReadonlySet<string>; readonly others: Rejection };
  /** No node fits. */
  readonly rejected?: PluginRejection;
  /** Names of the plugins that left nodes out: a change may undo it. */
  readonly leftOutBy: readonly string[];
}

type FilterRejection = PluginRejection & { readonly plugin: Plugin };

/** The filters of one pod in one cycle, after `preFilter`. */
export class FilterCycle {
  readonly pod: Pod;
  readonly found: PreFiltered;
  readonly #snapshot: Snapshot;

  constructor(pod: Pod, snapshot: Snapshot, found: PreFiltered) {
    this.pod = pod;
    this.#snapshot = snapshot;
    this.found = found;
  }

  /** The first rejection of this node, or undefined when it is feasible (upstream: `RunFilterPluginsWithNominatedPods`). */
  filter(node: NodeInfo): PluginRejection | undefined {
    const { only, rejected } = this.found;
    if (rejected) return rejected;
    if (only && !only.nodes.has(node.name)) return { rejection: only.others };
    return rejectionWith(this.#nominated(node), this.found.filters, this.pod, node);
  }

  /** What every filter plugin says of the node, also those after the first that rejects it. For explanations only. */
  filterAll(
    node: NodeInfo,
  ): readonly ((PluginRejection & { readonly plugin: Plugin }) | { readonly plugin: Plugin })[] {
    const { rejected } = this.found;
    // the plugins after it were not asked to prepare, so they cannot filter
    if (rejected?.plugin && rejected.rejection.unresolvable)
      return [{ ...rejected, plugin: rejected.plugin }];
    const nominated = this.#nominated(node);
    return this.found.filters.map(
      (filter) => rejectionWith(nominated, [filter], this.pod, node) ?? { plugin: filter.plugin },
    );
  }

  /** @see WhatIf */
  tryOn(node: NodeInfo): WhatIf {
    return new Trial(this.pod, node, this.found.filters, this.#nominated(node));
  }

  /** Pods that this one must yield to: of the same priority or higher (upstream: `addGENominatedPods`). */
  #nominated(node: NodeInfo): readonly Pod[] {
    const all = this.#snapshot.nominated(node.name);
    if (all.length === 0) return all;
    const [priority, key] = [this.pod.spec.priority ?? 0, podKey(this.pod)];
    return all.filter((other) => (other.spec.priority ?? 0) >= priority && podKey(other) !== key);
  }
}

/** A node and the plugins' states of its own. */
class Trial implements WhatIf {
  readonly node: NodeState;
  readonly #pod: Pod;
  readonly #filters: readonly ActiveFilter[];
  readonly #nominated: readonly Pod[];

  constructor(pod: Pod, node: NodeInfo, filters: readonly ActiveFilter[], nominated: readonly Pod[]) {
    this.#pod = pod;
    this.node = NodeState.copyOf(node);
    this.#nominated = nominated;
    this.#filters = filters.map(({ plugin, state }) => ({
      plugin,
      state: plugin.cloneState ? plugin.cloneState(state) : state,
    }));
  }

  remove(pod: Pod): void {
    this.node.remove(podKey(pod));
    for (const { plugin, state } of this.#filters) plugin.removePod?.(state, this.#pod, pod, this.node);
  }

  add(pod: Pod): void {
    this.node.add(pod);
    for (const { plugin, state } of this.#filters) plugin.addPod?.(state, this.#pod, pod, this.node);
  }

  rejection(): Rejection | undefined {
    return rejectionWith(this.#nominated, this.#filters, this.#pod, this.node)?.rejection;
  }

  fits(): boolean {
    return this.rejection() === undefined;
  }

  /** As the node is now, without regard to nominated pods. */
  rejectionAsItIs(): FilterRejection | undefined {
    return firstRejection(this.#filters, this.#pod, this.node);
  }
}

/**
 * Asks twice where pods are nominated, with and without them: some filters may reject because they are there, others because they are
 * not, and nobody knows whether they will come. Their states are copies, since not every plugin can undo an addition exactly.
 */
function rejectionWith(
  nominated: readonly Pod[],
  filters: readonly ActiveFilter[],
  pod: Pod,
  node: NodeInfo,
): FilterRejection | undefined {
  if (nominated.length > 0) {
    const trial = new Trial(pod, node, filters, []);
    for (const other of nominated) trial.add(other);
    const rejection = trial.rejectionAsItIs();
    if (rejection) {
      const isTheirs = () => firstRejection(filters, pod, node) === undefined;
      return { ...rejection, detail: () => detailWith(nominated, isTheirs(), rejection.detail?.()) };
    }
  }
  return firstRejection(filters, pod, node);
}

/** A node that looks free is not when it is kept for others: say so. */
function detailWith(
  nominated: readonly Pod[],
  isTheirs: boolean,
  detail: string | undefined,
): string | undefined {
  if (!isTheirs) return detail;
  const kept = `the node is kept for ${nominated.map(({ metadata }) => podText(metadata)).join(', ')}`;
  return detail === undefined ? kept : `${detail}; ${kept}`;
}

function firstRejection(
  filters: readonly ActiveFilter[],
  pod: Pod,
  node: NodeInfo,
): FilterRejection | undefined {
  for (const { plugin, state } of filters) {
    let rejection: Rejection | undefined;
    try {
      rejection = plugin.filter(pod, node, state);
    } catch (error) {
      throw running('Filter', plugin.name, error);
    }
    if (rejection)
      return {
        plugin,
        rejection,
        detail: () => plugin.explain?.(pod, node, state),
        wayOut: () => plugin.wayOut?.(pod, node, state),
      };
  }
  return undefined;
}

import type { Pod } from '../../api/types.ts';
import type { ActiveFilter, PluginRejection, PreFiltered } from './filter-cycle.ts';
import { running } from './plugin-error.ts';
import type { Plugin } from './plugin.ts';
import type { Snapshot } from './snapshot.ts';

/** A plugin that filters, with or without a `preFilter`. */
export type Filtering = ActiveFilter['plugin'];

/**
 * Asks every `preFilter` (upstream: framework/runtime `RunPreFilterPlugins`). `preFilters` and `filters` are the plugins enabled at each
 * point, in order; those that skip do not filter.
 */
export function runPreFilters(
  preFilters: readonly Plugin[],
  filters: readonly Filtering[],
  pod: Pod,
  snapshot: Snapshot,
): PreFiltered {
  const states = new Map<Plugin, unknown>();
  const skipped = new Set<Plugin>();
  const leftOutBy: string[] = [];
  let nodes: ReadonlySet<string> | undefined;
  let rejected: PluginRejection | undefined;
  for (const plugin of preFilters) {
    const result = preFilterOf(plugin, pod, snapshot);
    if (!result) continue;
    if ('skip' in result) skipped.add(plugin);
    else if ('rejection' in result) {
      rejected = { plugin, rejection: result.rejection };
      // taking pods away may help against the others, so their states are needed (kubernetes/kubernetes#119770)
      if (result.rejection.unresolvable) break;
    } else {
      states.set(plugin, result.state);
      if (!result.nodes) continue;
      leftOutBy.push(plugin.name);
      nodes = nodes ? nodes.intersection(result.nodes) : result.nodes;
      if (nodes.size === 0) {
        rejected = { rejection: { reasons: [noneLeft(leftOutBy)], unresolvable: true } };
        break;
      }
    }
  }
  return {
    filters: filters
      .filter((plugin) => !skipped.has(plugin))
      .map((plugin) => ({ plugin, state: states.get(plugin) })),
    ...(nodes && {
      only: {
        nodes,
        others: { reasons: [`node(s) didn't satisfy plugin(s) ${list(leftOutBy)}`], unresolvable: true },
      },
    }),
    ...(rejected && { rejected }),
    leftOutBy: rejected && rejected.plugin ? [] : leftOutBy,
  };
}

function preFilterOf(plugin: Plugin, pod: Pod, snapshot: Snapshot) {
  try {
    return plugin.preFilter?.(pod, snapshot);
  } catch (error) {
    throw running('PreFilter', plugin.name, error);
  }
}

function noneLeft(plugins: readonly string[]): string {
  return plugins.length === 1
    ? `node(s) didn't satisfy plugin ${plugins.join()}`
    : `node(s) didn't satisfy plugin(s) ${list(plugins)} simultaneously`;
}

/** As Go prints a sorted slice. */
function list(plugins: readonly string[]): string {
  return `[${plugins.toSorted().join(' ')}]`;
}

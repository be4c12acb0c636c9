import type { ExtensionPoint } from './extension-points.ts';
import type { Plugin, PluginEntry } from './plugin.ts';

/** A plugin that has a method. */
export type With<K extends keyof Plugin> = Plugin & Required<Pick<Plugin, K>>;

/**
 * Who is asked at each extension point, in the order of the list: worked out once for a profile, not for each pod.
 * @throws Error when nobody can bind.
 */
export function pluginsAtPoints(entries: readonly PluginEntry[]) {
  const at = <K extends keyof Plugin>(point: ExtensionPoint, method: K): readonly With<K>[] =>
    entries.flatMap((entry) => (has(entry.plugin, method) && isEnabled(entry, point) ? [entry.plugin] : []));
  const [binder] = at('bind', 'bind');
  if (!binder) throw new Error('a profile needs a plugin that binds');
  return {
    preEnqueuers: at('preEnqueue', 'preEnqueue'),
    sorter: at('queueSort', 'less')[0],
    preFilters: at('preFilter', 'preFilter'),
    filters: at('filter', 'filter'),
    postFilters: at('postFilter', 'postFilter'),
    scorers: entries.flatMap((entry) =>
      has(entry.plugin, 'score') && isEnabled(entry, 'score')
        ? [{ plugin: entry.plugin, weight: entry.weight }]
        : [],
    ),
    reservers: entries
      .filter((entry) => isEnabled(entry, 'reserve'))
      .map(({ plugin }) => plugin)
      .filter((plugin) => has(plugin, 'reserve') || has(plugin, 'unreserve')),
    permitters: at('permit', 'permit'),
    preFlights: at('preBind', 'preBindPreFlight'),
    preBinders: at('preBind', 'preBind'),
    binder,
    postBinders: at('postBind', 'postBind'),
    // a plugin in two entries counts once
    counters: [...new Set(entries.map(({ plugin }) => plugin))].filter((plugin) => has(plugin, 'podChanged')),
  };
}

/** Whether the plugin has the method. */
export function has<K extends keyof Plugin>(plugin: Plugin, method: K): plugin is With<K> {
  return plugin[method] !== undefined;
}

function isEnabled({ points }: PluginEntry, point: ExtensionPoint): boolean {
  return points?.has(point) ?? true;
}

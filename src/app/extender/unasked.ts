import { UPSTREAM_PLUGINS } from '../../scheduler/config/plugin-names.ts';
import { EXTENSION_METHODS, type ExtensionPoint } from '../../scheduler/framework/extension-points.ts';
import type { PluginEntry } from '../../scheduler/framework/plugin.ts';
import type { SchedulerProfile } from '../../scheduler/profiles.ts';

/** The protocol has no question for these; kube-scheduler's own plugins take part in them in kube-scheduler. */
const NO_QUESTION: readonly ExtensionPoint[] = [
  'preEnqueue',
  'queueSort',
  'postFilter',
  'reserve',
  'permit',
  'preBind',
  'postBind',
];

/** Plugins that kube-scheduler does not have, with what they would do and are not asked for: one clause each. */
export function unasked(profiles: readonly SchedulerProfile[]): readonly string[] {
  const entries = profiles.flatMap(({ plugins }) => plugins);
  const clauses = entries
    .filter(({ plugin }) => !UPSTREAM_PLUGINS.has(plugin.name))
    .flatMap((entry) => {
      const points = NO_QUESTION.filter((point) => isAt(entry, point));
      return points.length === 0 ? [] : `${entry.plugin.name} at ${points.join(', ')}`;
    });
  return [...new Set(clauses)];
}

function isAt({ plugin, points }: PluginEntry, point: ExtensionPoint): boolean {
  return (
    (points?.has(point) ?? true) && EXTENSION_METHODS[point].some((method) => plugin[method] !== undefined)
  );
}

import { EXTENSION_METHODS, EXTENSION_POINTS, type ExtensionPoint } from '../framework/extension-points.ts';
import type { Plugin, PluginEntry } from '../framework/plugin.ts';
import type { EnabledPlugin, Profile } from './configuration.ts';
import { ConfigMistake } from './given.ts';
import type { PluginContext } from './registry.ts';

/**
 * Makes the plugins of a profile and says where each takes part (upstream: framework/runtime/framework.go, `NewFramework`,
 * `expandMultiPointPlugins`, `getValidScoreWeights`). At each point those come first that the point itself enables and multiPoint has too,
 * then the others of multiPoint, then the others of the point.
 *
 * @throws ConfigMistake for what only the plugins themselves can tell: a point that a plugin has not, a profile that cannot bind.
 */
export function profileEntries(profile: Profile, context: PluginContext): readonly PluginEntry[] {
  const made = new Map(
    Array.from(profile.configured, ([name, plugin]): [string, Plugin] => [name, plugin.make(context)]),
  );
  const orders = new Map(EXTENSION_POINTS.map((point) => [point, orderAt(point, profile, made)]));
  requireAll(profile, orders);
  return entriesOf(orders, made, weightsOf(profile, made));
}

type Orders = ReadonlyMap<ExtensionPoint, readonly string[]>;

/** Whether the plugin takes part at this point, if it is enabled there. */
export function hasPoint(plugin: Plugin | undefined, point: ExtensionPoint): boolean {
  return EXTENSION_METHODS[point].some((method) => plugin?.[method] !== undefined);
}

function orderAt(
  point: ExtensionPoint,
  { plugins }: Profile,
  made: ReadonlyMap<string, Plugin>,
): readonly string[] {
  const { enabled, disabled } = plugins[point];
  const own = ownPlugins(point, enabled, made);
  if (disabled.includes('*')) return own;
  const shared = plugins.multiPoint.enabled.filter(
    ({ name }) => hasPoint(made.get(name), point) && !disabled.includes(name),
  );
  const inherited = new Set<string>();
  for (const { name, path } of shared) {
    if (inherited.has(name) && !own.includes(name))
      throw new ConfigMistake(path, `plugin "${name}" is enabled twice`);
    inherited.add(name);
  }
  return [
    ...own.filter((name) => inherited.has(name)),
    ...[...inherited].filter((name) => !own.includes(name)),
    ...own.filter((name) => !inherited.has(name)),
  ];
}

/** Upstream's `updatePluginList`. */
function ownPlugins(
  point: ExtensionPoint,
  enabled: readonly EnabledPlugin[],
  made: ReadonlyMap<string, Plugin>,
): readonly string[] {
  const names = new Set<string>();
  for (const { name, path } of enabled) {
    if (!hasPoint(made.get(name), point))
      throw new ConfigMistake(path, `plugin "${name}" has no extension point ${point}`);
    if (names.has(name)) throw new ConfigMistake(path, `plugin "${name}" is enabled twice`);
    names.add(name);
  }
  return [...names];
}

function requireAll({ path, schedulerName }: Profile, orders: Orders): void {
  const sorting = orders.get('queueSort')?.length ?? 0;
  if (sorting !== 1)
    throw new ConfigMistake(
      path,
      `one plugin of ${schedulerName} must sort the queue (queueSort), not ${sorting}: PrioritySort does`,
    );
  if (orders.get('bind')?.length === 0)
    throw new ConfigMistake(path, `a plugin of ${schedulerName} must bind (bind): DefaultBinder does`);
}

/** The weight that the score set says comes before that of multiPoint, where 0 says nothing: kube-scheduler writes it so itself. */
function weightsOf({ plugins }: Profile, made: ReadonlyMap<string, Plugin>): ReadonlyMap<string, number> {
  for (const { name, weight, path } of plugins.score.enabled) {
    if (weight === 0)
      throw new ConfigMistake(
        [...path, 'weight'],
        `a plugin that scores has a weight of 1 or more; to leave ${name} out, name it in disabled`,
      );
  }
  const weights = new Map<string, number>();
  for (const { name, weight } of [...plugins.score.enabled, ...plugins.multiPoint.enabled]) {
    if (!weights.has(name) && hasPoint(made.get(name), 'score')) weights.set(name, weight || 1);
  }
  return weights;
}

/** One entry for each plugin, and further ones only for points with another order. */
function entriesOf(
  orders: Orders,
  made: ReadonlyMap<string, Plugin>,
  weights: ReadonlyMap<string, number>,
): readonly PluginEntry[] {
  const base = [...made.keys()];
  const points = new Map(base.map((name) => [name, new Set<ExtensionPoint>()]));
  const odd: PluginEntry[] = [];
  const entry = (name: string, at: ReadonlySet<ExtensionPoint>): PluginEntry[] => {
    const plugin = made.get(name);
    return plugin && at.size > 0 ? [{ plugin, weight: weights.get(name) ?? 1, points: at }] : [];
  };
  for (const [point, order] of orders) {
    const usual = base.filter((name) => order.includes(name));
    if (usual.every((name, at) => name === order[at])) for (const name of order) points.get(name)?.add(point);
    else odd.push(...order.flatMap((name) => entry(name, new Set([point]))));
  }
  return [...base.flatMap((name) => entry(name, points.get(name) ?? new Set())), ...odd];
}

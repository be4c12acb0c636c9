import { EXTENSION_POINTS } from '../framework/extension-points.ts';
import type { EnabledPlugin, PluginSet, PluginSets, SetName } from './configuration.ts';
import { didYouMean, type Given, pathText } from './given.ts';
import { DEFAULT_PLUGINS, UPSTREAM_PLUGINS } from './plugin-names.ts';

/** The names of all sets of plugins in a profile. */
export const SET_NAMES: readonly SetName[] = ['multiPoint', ...EXTENSION_POINTS];
/** Upstream's extension points for groups of pods, which this program has not. */
const GROUP_POINTS = ['placementGenerate', 'placementScore', 'podGroupPostFilter'] as const;

const NOTHING: PluginSet = { enabled: [], disabled: [] };

/** Which plugins there are, and where to say what is left out. */
export interface ReadContext {
  readonly names: ReadonlySet<string>;
  readonly ignore: (what: string) => void;
}

/** The `plugins` of a profile, merged into the default ones (upstream: apis/config/v1/default_plugins.go, `mergePlugins`). */
export function readPlugins(given: Given | undefined, context: ReadContext): PluginSets {
  const fields = given?.fields([...SET_NAMES, ...GROUP_POINTS]) ?? {};
  for (const point of GROUP_POINTS) {
    const set = fields[point];
    if (set && set.entries().length > 0) context.ignore(pathText(set.path));
  }
  const enabled = DEFAULT_PLUGINS.filter(({ name }) => context.names.has(name)).map((one) => ({
    ...one,
    path: given?.path ?? [],
  }));
  return setsOf((name) =>
    mergeSet(name === 'multiPoint' ? { enabled, disabled: [] } : NOTHING, readSet(fields[name], context)),
  );
}

/** One set for each name. */
export function setsOf(of: (name: SetName) => PluginSet): PluginSets {
  return {
    multiPoint: of('multiPoint'),
    preEnqueue: of('preEnqueue'),
    queueSort: of('queueSort'),
    preFilter: of('preFilter'),
    filter: of('filter'),
    postFilter: of('postFilter'),
    preScore: of('preScore'),
    score: of('score'),
    reserve: of('reserve'),
    permit: of('permit'),
    preBind: of('preBind'),
    bind: of('bind'),
    postBind: of('postBind'),
  };
}

function readSet(given: Given | undefined, context: ReadContext): PluginSet {
  const { enabled, disabled } = given?.fields(['enabled', 'disabled']) ?? {};
  return {
    enabled: enabled?.list().flatMap((item) => readEnabled(item, context)) ?? [],
    disabled: disabled?.list().map((item) => readName(item, context, ['*']).name) ?? [],
  };
}

function readEnabled(item: Given, context: ReadContext): EnabledPlugin[] {
  const { name, weight } = readName(item, context);
  if (UPSTREAM_PLUGINS.has(name) && !context.names.has(name)) {
    context.ignore(`${pathText(item.path)} (${name})`);
    return [];
  }
  return [{ name, path: item.path, ...(weight !== undefined && { weight }) }];
}

function readName(item: Given, { names }: ReadContext, more: readonly string[] = []) {
  const fields = item.fields(['name', 'weight']);
  if (!fields.name) throw item.wrong('name is missing');
  const name = fields.name.text();
  if (!names.has(name) && !UPSTREAM_PLUGINS.has(name) && !more.includes(name))
    throw fields.name.wrong(`no plugin ${JSON.stringify(name)}${didYouMean(name, names)}`);
  return { name, weight: fields.weight?.integer(0) };
}

/** Upstream's `mergePluginSet`: what is disabled goes, what is enabled again is replaced in its place, what is new comes last. */
function mergeSet(defaults: PluginSet, custom: PluginSet): PluginSet {
  const disabled = [...custom.disabled, ...defaults.disabled];
  const again = new Map(custom.enabled.map((plugin) => [plugin.name, plugin]));
  const replaced = new Set<EnabledPlugin>();
  const enabled: EnabledPlugin[] = [];
  for (const plugin of disabled.includes('*') ? [] : defaults.enabled) {
    if (disabled.includes(plugin.name)) continue;
    const by = again.get(plugin.name);
    if (by) replaced.add(by);
    enabled.push(by ?? plugin);
  }
  return { enabled: [...enabled, ...custom.enabled.filter((plugin) => !replaced.has(plugin))], disabled };
}

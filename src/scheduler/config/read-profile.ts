import type { PluginSets, Profile } from './configuration.ts';
import { didYouMean, Given, pathText } from './given.ts';
import { UPSTREAM_PLUGINS } from './plugin-names.ts';
import { readPlugins, SET_NAMES } from './plugin-sets.ts';
import { API_VERSION } from './version.ts';
import type { ConfiguredPlugin, Registry } from './registry.ts';

/** What reading a profile needs. */
export interface ProfileContext {
  readonly registry: Registry;
  /** For a profile that does not say its name; without it that is a mistake. */
  readonly schedulerName?: string;
  readonly ignore: (what: string) => void;
}

/** One of `profiles`. @throws ConfigMistake */
export function readProfile(given: Given, context: ProfileContext): Profile {
  const fields = given.fields(['schedulerName', 'percentageOfNodesToScore', 'plugins', 'pluginConfig']);
  const schedulerName = fields.schedulerName?.text() ?? context.schedulerName;
  if (schedulerName === undefined)
    throw given.wrong('schedulerName is missing: each of several profiles needs one');
  const percentage = fields.percentageOfNodesToScore?.integer(0, 100);
  const plugins = readPlugins(fields.plugins, { ...context, names: new Set(context.registry.keys()) });
  const pluginConfig = readPluginConfig(fields.pluginConfig, context);
  return {
    path: given.path,
    schedulerName,
    ...(percentage !== undefined && { percentageOfNodesToScore: percentage }),
    plugins,
    pluginConfig,
    configured: configure(plugins, pluginConfig, context.registry),
  };
}

/** Every plugin that is enabled at some place. Args of others are checked all the same. */
function configure(
  plugins: PluginSets,
  args: ReadonlyMap<string, ConfiguredPlugin>,
  registry: Registry,
): ReadonlyMap<string, ConfiguredPlugin> {
  const configured = new Map<string, ConfiguredPlugin>();
  for (const { name } of SET_NAMES.flatMap((set) => plugins[set].enabled)) {
    const plugin = args.get(name) ?? registry.get(name)?.configure(undefined);
    if (plugin) configured.set(name, plugin);
  }
  return configured;
}

function readPluginConfig(
  given: Given | undefined,
  { registry, ignore }: ProfileContext,
): ReadonlyMap<string, ConfiguredPlugin> {
  const found = new Map<string, ConfiguredPlugin>();
  const seen = new Set<string>();
  for (const item of given?.list() ?? []) {
    const { name: named, args } = item.fields(['name', 'args']);
    if (!named) throw item.wrong('name is missing');
    const name = named.text();
    if (seen.has(name)) throw item.wrong(`duplicate value ${JSON.stringify(name)}`);
    seen.add(name);
    const plugin = registry.get(name);
    if (plugin) found.set(name, plugin.configure(args && argsOf(args, name)));
    else if (UPSTREAM_PLUGINS.has(name)) ignore(`${pathText(item.path)} (${name})`);
    else throw named.wrong(`no plugin ${JSON.stringify(name)}${didYouMean(name, registry.keys())}`);
  }
  return found;
}

/** The args without the words that say whose they are. */
function argsOf(given: Given, plugin: string): Given {
  const rest: Record<string, unknown> = {};
  for (const [key, field] of given.entries()) {
    const wanted = { apiVersion: API_VERSION, kind: `${plugin}Args` }[key];
    if (wanted === undefined) rest[key] = field.value;
    else if (field.value !== wanted)
      throw field.wrong(`must be ${wanted}, not ${JSON.stringify(field.value)}`);
  }
  return new Given(rest, given.path);
}

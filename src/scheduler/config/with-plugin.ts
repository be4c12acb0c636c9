import { EXTENSION_POINTS } from '../framework/extension-points.ts';
import type { Plugin } from '../framework/plugin.ts';
import type { EnabledPlugin, PluginSet, Profile } from './configuration.ts';
import { SET_NAMES, setsOf } from './plugin-sets.ts';
import { hasPoint } from './profile-entries.ts';
import type { ConfiguredPlugin } from './registry.ts';

/** A plugin that is wanted everywhere, though no configuration may name it. */
export interface WantedPlugin {
  readonly plugin: Plugin;
  readonly weight: number;
  readonly configured: ConfiguredPlugin;
}

/**
 * The profile with the plugin enabled at each point that it has, also where multiPoint is shut out (`*` disabled); unchanged when the
 * profile names it itself, be it to disable it.
 */
export function withPlugin(profile: Profile, { plugin, weight, configured }: WantedPlugin): Profile {
  const { plugins } = profile;
  const { name } = plugin;
  const isNamed = SET_NAMES.some(
    (set) =>
      plugins[set].disabled.includes(name) || plugins[set].enabled.some((enabled) => enabled.name === name),
  );
  if (isNamed) return profile;
  const enabled: EnabledPlugin = { name, weight, path: profile.path };
  const add = (set: PluginSet): PluginSet => ({ ...set, enabled: [...set.enabled, enabled] });
  const shut = EXTENSION_POINTS.filter(
    (point) => plugins[point].disabled.includes('*') && hasPoint(plugin, point),
  );
  return {
    ...profile,
    configured: new Map([...profile.configured, [name, profile.pluginConfig.get(name) ?? configured]]),
    plugins: setsOf((set) => (set === 'multiPoint' || shut.includes(set) ? add(plugins[set]) : plugins[set])),
  };
}

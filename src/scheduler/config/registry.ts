import type { ClusterApi } from '../../api/cluster-api.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Plugin } from '../framework/plugin.ts';
import type { Given } from './given.ts';

/** What plugins need from outside. */
export interface PluginContext {
  readonly api: ClusterApi;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** A plugin with its args read: `args` with defaults, for printing. Each call of `make` is a plugin of its own. */
export interface ConfiguredPlugin {
  readonly args?: object;
  readonly make: (context: PluginContext) => Plugin;
}

/** How to get a plugin from what stands below `args` in its `pluginConfig`; undefined: nothing does. */
export interface RegisteredPlugin {
  /** @throws ConfigMistake */
  configure(args: Given | undefined): ConfiguredPlugin;
}

/** Plugins by name (upstream: framework/runtime/registry.go). */
export type Registry = ReadonlyMap<string, RegisteredPlugin>;

/** A plugin without args. */
export function plain(make: (context: PluginContext) => Plugin): RegisteredPlugin {
  return {
    configure(args) {
      args?.fields([]);
      return { make };
    },
  };
}

/** A plugin whose args `read` checks and completes. */
export function withArgs<A extends object>(
  read: (args: Given | undefined) => A,
  make: (args: A, context: PluginContext) => Plugin,
): RegisteredPlugin {
  return {
    configure(given) {
      const args = read(given);
      return { args, make: (context) => make(args, context) };
    },
  };
}

import type { ExtensionPoint } from '../framework/extension-points.ts';
import type { Path } from './given.ts';
import type { LeaderElection } from './leader-election.ts';
import type { ConfiguredPlugin } from './registry.ts';

/** A `KubeSchedulerConfiguration` (kubescheduler.config.k8s.io/v1) as it was read, with defaults and merged with the default plugins. */
export interface Configuration {
  /** Bindings in flight at once. Upstream counts threads that filter with it, which we have not. */
  readonly parallelism: number;
  /** 100: every node is looked at. 0: upstream's rule for large clusters. */
  readonly percentageOfNodesToScore: number;
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
  /** Missing when nothing is said of it: see `leaderElectionDefaults`. */
  readonly leaderElection?: LeaderElection;
  /** Not empty; each has a name of its own. */
  readonly profiles: readonly Profile[];
  /** What the file says that this program does not do: fields and plugins, to be told. */
  readonly ignored: readonly string[];
}

/** One scheduler of a configuration: the pods with this `spec.schedulerName` get these plugins. */
export interface Profile {
  readonly path: Path;
  readonly schedulerName: string;
  readonly percentageOfNodesToScore?: number;
  readonly plugins: PluginSets;
  /** What `pluginConfig` says, also of plugins that are enabled nowhere. */
  readonly pluginConfig: ReadonlyMap<string, ConfiguredPlugin>;
  /** Every plugin that is enabled somewhere, with its args. */
  readonly configured: ReadonlyMap<string, ConfiguredPlugin>;
}

/** An extension point, or all that a plugin has. */
export type SetName = 'multiPoint' | ExtensionPoint;

/** The plugins of each set. */
export type PluginSets = Readonly<Record<SetName, PluginSet>>;

/** What is enabled, in order, and what is not although it is a default; `*` is everything. */
export interface PluginSet {
  readonly enabled: readonly EnabledPlugin[];
  readonly disabled: readonly string[];
}

/** `weight` is missing where nobody says: 1. `path` is where it was enabled. */
export interface EnabledPlugin {
  readonly name: string;
  readonly weight?: number;
  readonly path: Path;
}

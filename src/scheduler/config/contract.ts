/**
 * What a plugin of one's own is written against: `import … from 'kubectl-minisched/plugin'`. A module that `--plugin` names exports a `Plugin`,
 * or a {@link PluginFactory}, as its default or by the name `plugin`.
 */
import type { Plugin } from '../framework/plugin.ts';
import type { PluginContext } from './registry.ts';

export * from '../../api/resources.ts';
export type { ClusterApi } from '../../api/cluster-api.ts';
export type * from '../../api/pod-spec.ts';
export type * from '../../api/types.ts';
export type * from '../framework/cluster-event.ts';
export type * from '../framework/handle.ts';
export type * from '../framework/node-info.ts';
export { MAX_NODE_SCORE, type Plugin, type Queued } from '../framework/plugin.ts';
export type * from '../framework/post-filter.ts';
export type * from '../framework/resources.ts';
export type { Objects, Snapshot } from '../framework/snapshot.ts';
export {
  type PermitResult,
  type PreFilterResult,
  type PreScoreResult,
  type Rejection,
  SKIP,
} from '../framework/status.ts';
export type { PluginContext } from './registry.ts';

/** Makes a plugin for each profile that enables it. `args` is what stands in its `pluginConfig`, an empty object without. */
export type PluginFactory<A extends object = object> = (args: A, context: PluginContext) => Plugin;

import type { EnabledPlugin } from './configuration.ts';

/** Upstream's default plugins, in its order, with its weights (apis/config/v1/default_plugins.go, `getDefaultPlugins`). */
export const DEFAULT_PLUGINS: readonly Omit<EnabledPlugin, 'path'>[] = [
  { name: 'SchedulingGates' },
  { name: 'PrioritySort' },
  { name: 'NodeName' },
  { name: 'NodeUnschedulable' },
  { name: 'TaintToleration', weight: 3 },
  { name: 'NodeAffinity', weight: 2 },
  { name: 'NodePorts' },
  { name: 'NodeResourcesFit', weight: 1 },
  { name: 'VolumeRestrictions' },
  { name: 'NodeVolumeLimits' },
  { name: 'VolumeBinding' },
  { name: 'VolumeZone' },
  { name: 'PodTopologySpread', weight: 2 },
  { name: 'InterPodAffinity', weight: 2 },
  { name: 'DynamicResources', weight: 2 },
  { name: 'DefaultPreemption' },
  { name: 'NodeResourcesBalancedAllocation', weight: 1 },
  { name: 'ImageLocality', weight: 1 },
  { name: 'DefaultBinder' },
  { name: 'NodeDeclaredFeatures' },
];

/** All of upstream's plugins. A file that names one that this program has not is not wrong, but is told so. */
export const UPSTREAM_PLUGINS: ReadonlySet<string> = new Set([
  ...DEFAULT_PLUGINS.map(({ name }) => name),
  'DeferredPodScheduling',
  'GangScheduling',
  'PodGroupPodsCount',
  'TopologyPlacementGenerator',
]);

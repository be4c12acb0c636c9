import { plain, type RegisteredPlugin, type Registry, withArgs } from '../config/registry.ts';
import { readCoschedulingArgs, readPodCountArgs, readRulesArgs } from './args/own-args.ts';
import {
  readDefaultPreemptionArgs,
  readDynamicResourcesArgs,
  readInterPodAffinityArgs,
  readNodeAffinityArgs,
  readPodTopologySpreadArgs,
  readVolumeBindingArgs,
} from './args/pod-args.ts';
import { readBalancedAllocationArgs, readNodeResourcesFitArgs } from './args/resource-args.ts';
import { coscheduling } from './coscheduling/coscheduling.ts';
import { defaultBinder } from './default-binder.ts';
import { defaultPreemption } from './default-preemption/default-preemption.ts';
import { dynamicResources } from './dynamic-resources.ts';
import { imageLocality } from './image-locality.ts';
import { interPodAffinity } from './inter-pod-affinity/inter-pod-affinity.ts';
import { nodeAffinity } from './node-affinity/node-affinity.ts';
import { nodeDeclaredFeatures } from './node-declared-features.ts';
import { nodeName } from './node-name.ts';
import { nodePorts } from './node-ports.ts';
import { nodeReady } from './node-ready.ts';
import { nodeResourcesBalancedAllocation } from './node-resources/balanced-allocation.ts';
import { nodeResourcesFit } from './node-resources/fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { podCount } from './pod-count.ts';
import { podTopologySpread } from './pod-topology-spread/plugin.ts';
import { prioritySort } from './priority-sort.ts';
import { randomScore } from './random.ts';
import { rules } from './rules.ts';
import { schedulingGates } from './scheduling-gates.ts';
import { taintToleration } from './taint-toleration.ts';
import { volumeBinding } from './volumes/volume-binding.ts';
import { volumeRestrictions } from './volumes/volume-restrictions.ts';
import { volumeZone } from './volumes/volume-zone.ts';

/**
 * The one list of plugins, by the name that configurations know them by: how to read their args, and how to make them. Which of them are
 * enabled, in which order and with which weights, is said by configurations: config/plugin-names.ts, config/presets.ts.
 */
export const REGISTRY: Registry = new Map<string, RegisteredPlugin>([
  ['SchedulingGates', plain(() => schedulingGates)],
  ['PrioritySort', plain(() => prioritySort)],
  ['NodeName', plain(() => nodeName)],
  ['NodeUnschedulable', plain(() => nodeUnschedulable)],
  ['NodeReady', plain(() => nodeReady)],
  ['TaintToleration', plain(() => taintToleration)],
  ['NodeAffinity', withArgs(readNodeAffinityArgs, (args) => nodeAffinity(args))],
  ['NodePorts', plain(() => nodePorts)],
  ['NodeResourcesFit', withArgs(readNodeResourcesFitArgs, (args) => nodeResourcesFit(args))],
  ['InterPodAffinity', withArgs(readInterPodAffinityArgs, (args) => interPodAffinity(args))],
  ['VolumeRestrictions', plain(() => volumeRestrictions)],
  [
    'VolumeBinding',
    withArgs(readVolumeBindingArgs, ({ bindTimeoutSeconds, shape }, context) =>
      volumeBinding({ ...context, timeoutMs: bindTimeoutSeconds * 1_000, shape }),
    ),
  ],
  ['VolumeZone', plain(() => volumeZone)],
  ['PodTopologySpread', withArgs(readPodTopologySpreadArgs, (args) => podTopologySpread(args))],
  ['DynamicResources', withArgs(readDynamicResourcesArgs, () => dynamicResources)],
  [
    'DefaultPreemption',
    withArgs(readDefaultPreemptionArgs, (args, { random }) => defaultPreemption(args, random)),
  ],
  [
    'NodeResourcesBalancedAllocation',
    withArgs(readBalancedAllocationArgs, (args) => nodeResourcesBalancedAllocation(args)),
  ],
  ['ImageLocality', plain(() => imageLocality)],
  ['NodeDeclaredFeatures', plain(() => nodeDeclaredFeatures)],
  ['Coscheduling', withArgs(readCoschedulingArgs, (args) => coscheduling(args))],
  ['PodCount', withArgs(readPodCountArgs, podCount)],
  ['Random', plain(({ random }) => randomScore(random))],
  ['Rules', withArgs(readRulesArgs, (args, { clock }) => rules(args, clock))],
  ['DefaultBinder', plain(({ api }) => defaultBinder(api))],
]);

import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Plugin, PluginEntry } from '../../src/scheduler/framework/plugin.ts';
import { interPodAffinity } from '../../src/scheduler/plugins/inter-pod-affinity/inter-pod-affinity.ts';
import { nodeAffinity } from '../../src/scheduler/plugins/node-affinity/node-affinity.ts';
import { imageLocality } from '../../src/scheduler/plugins/image-locality.ts';
import { nodeDeclaredFeatures } from '../../src/scheduler/plugins/node-declared-features.ts';
import { nodeName } from '../../src/scheduler/plugins/node-name.ts';
import { nodePorts } from '../../src/scheduler/plugins/node-ports.ts';
import { nodeResourcesBalancedAllocation } from '../../src/scheduler/plugins/node-resources/balanced-allocation.ts';
import { nodeResourcesFit } from '../../src/scheduler/plugins/node-resources/fit.ts';
import { nodeUnschedulable } from '../../src/scheduler/plugins/node-unschedulable.ts';
import { podTopologySpread } from '../../src/scheduler/plugins/pod-topology-spread/plugin.ts';
import { taintToleration } from '../../src/scheduler/plugins/taint-toleration.ts';
import { volumeBinding } from '../../src/scheduler/plugins/volumes/volume-binding.ts';
import { volumeRestrictions } from '../../src/scheduler/plugins/volumes/volume-restrictions.ts';
import { volumeZone } from '../../src/scheduler/plugins/volumes/volume-zone.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { MemoryApi } from '../helpers/memory-api.ts';
import { BINDER } from '../scheduler/ask.ts';

/** The plugins of upstream's default profile that decide in the oracle's cases, in its order and with its weights. */
const ENTRIES: readonly PluginEntry[] = [
  { plugin: nodeName, weight: 1 },
  { plugin: nodeUnschedulable, weight: 1 },
  { plugin: taintToleration, weight: 3 },
  { plugin: nodeAffinity(), weight: 2 },
  { plugin: nodePorts, weight: 1 },
  { plugin: nodeResourcesFit(), weight: 1 },
  { plugin: volumeRestrictions, weight: 1 },
  { plugin: volumeBinding({ api: new MemoryApi(), clock: new FakeClock(), timeoutMs: 0 }), weight: 1 },
  { plugin: volumeZone, weight: 1 },
  { plugin: podTopologySpread(), weight: 2 },
  { plugin: interPodAffinity(), weight: 2 },
  { plugin: nodeResourcesBalancedAllocation(), weight: 1 },
  { plugin: imageLocality, weight: 1 },
  { plugin: nodeDeclaredFeatures, weight: 1 },
  { plugin: BINDER, weight: 1 },
];

/** {@link ENTRIES}, and `more` after them. */
export function oracleProfile(more: readonly Plugin[] = []) {
  return {
    framework: new Framework([...ENTRIES, ...more.map((plugin) => ({ plugin, weight: 1 }))]),
    names: new Set(ENTRIES.map(({ plugin }) => plugin.name)),
  };
}

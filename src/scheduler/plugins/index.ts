import type { ClusterApi } from '../../api/cluster-api.ts';
import type { PluginEntry } from '../framework/plugin.ts';
import type { Policy } from '../policy.ts';
import { defaultBinder } from './default-binder.ts';
import { nodeName } from './node-name.ts';
import { nodeReady } from './node-ready.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { podCount } from './pod-count.ts';
import { taintToleration } from './taint-toleration.ts';

/** What the plugins need from outside. */
export interface PluginOptions {
  readonly api: ClusterApi;
  /** A function is asked at each decision: the policy may change while the scheduler runs. */
  readonly policy: Policy | (() => Policy);
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/**
 * The one list of plugins, in upstream's filter order. TaintToleration weighs 3 as upstream, so that a node which asks
 * to be avoided (PreferNoSchedule) is avoided however few pods it has.
 */
export function defaultPlugins({ api, policy, random }: PluginOptions): readonly PluginEntry[] {
  return [
    { plugin: nodeName, weight: 1 },
    { plugin: nodeUnschedulable, weight: 1 },
    { plugin: nodeReady, weight: 1 },
    { plugin: taintToleration, weight: 3 },
    { plugin: podCount(policy, random), weight: 1 },
    { plugin: defaultBinder(api), weight: 1 },
  ];
}

import type { Policy } from '../policy.ts';
import { API_VERSION, KIND } from './version.ts';

interface Named {
  readonly name: string;
  readonly weight?: number;
}

interface PluginArgs {
  readonly name: string;
  readonly args: object;
}

/** What all policies but `default` have: upstream's default filters and NodeReady. None preempts: a policy says where, not at whose cost. */
const COMMON: readonly Named[] = [
  { name: 'SchedulingGates' },
  { name: 'PrioritySort' },
  { name: 'NodeName' },
  { name: 'NodeUnschedulable' },
  { name: 'NodeReady' },
  // as upstream weighs it, so that a node which asks to be avoided (PreferNoSchedule) is avoided however good it is else
  { name: 'TaintToleration', weight: 3 },
  { name: 'NodeAffinity' },
  { name: 'NodePorts' },
  { name: 'NodeResourcesFit' },
  { name: 'VolumeRestrictions' },
  { name: 'VolumeBinding' },
  { name: 'VolumeZone' },
  { name: 'PodTopologySpread' },
  { name: 'InterPodAffinity' },
  { name: 'DynamicResources' },
  { name: 'NodeDeclaredFeatures' },
  { name: 'DefaultBinder' },
];

/** The rules of the second reference scheduler. */
const RULES: readonly object[] = [
  { points: 20, nodeSelector: { matchLabels: { 'topology.kubernetes.io/zone': 'us-west-2a' } } },
  { points: 15, nodeYoungerThanDays: 30 },
  {
    points: 50,
    podSelector: { matchLabels: { 'app-type': 'gpu-workload' } },
    nodeSelector: { matchExpressions: [{ key: 'gpu', operator: 'Exists' }] },
  },
];

/** Which plugins score beside TaintToleration, and their args. */
const SCORES: Readonly<
  Record<
    Exclude<Policy, 'default'>,
    { readonly score: readonly Named[]; readonly args: readonly PluginArgs[] }
  >
> = {
  'least-pods': {
    score: [{ name: 'PodCount' }],
    args: [{ name: 'PodCount', args: { prefer: 'fewest' } }],
  },
  'most-pods': {
    score: [{ name: 'PodCount' }],
    args: [{ name: 'PodCount', args: { prefer: 'most' } }],
  },
  random: { score: [{ name: 'Random' }], args: [] },
  'least-allocated': { score: [{ name: 'NodeResourcesFit' }], args: [fit('LeastAllocated')] },
  'most-allocated': { score: [{ name: 'NodeResourcesFit' }], args: [fit('MostAllocated')] },
  balanced: { score: [{ name: 'NodeResourcesBalancedAllocation' }], args: [] },
  weighted: {
    score: [{ name: 'NodeResourcesFit', weight: 2 }, { name: 'NodeAffinity' }, { name: 'Rules' }],
    args: [fit('LeastAllocated'), { name: 'Rules', args: { maxPoints: 50, rules: RULES } }],
  },
};

function fit(type: string): PluginArgs {
  const resources = ['cpu', 'memory'].map((name) => ({ name, weight: 1 }));
  return { name: 'NodeResourcesFit', args: { scoringStrategy: { type, resources } } };
}

/** The policy as a `KubeSchedulerConfiguration` (plain JSON) for the pods of one scheduler. */
export function preset(policy: Policy, schedulerName: string): object {
  const head = { apiVersion: API_VERSION, kind: KIND };
  if (policy === 'default') return { ...head, profiles: [{ schedulerName }] };
  const { score, args } = SCORES[policy];
  const all = [{ name: '*' }];
  return {
    ...head,
    profiles: [
      {
        schedulerName,
        plugins: {
          multiPoint: { disabled: all, enabled: COMMON },
          score: { disabled: all, enabled: [{ name: 'TaintToleration', weight: 3 }, ...score] },
        },
        pluginConfig: args,
      },
    ],
  };
}

import type { TopologySpreadConstraint } from '../../../api/pod-spec.ts';

/** Arguments of the plugin in upstream's configuration file (kube-scheduler/config/v1, `PodTopologySpreadArgs`). */
export interface PodTopologySpreadArgs {
  /** `System`, which is the default: {@link SYSTEM_CONSTRAINTS}. `List`: `defaultConstraints`. */
  readonly defaultingType?: 'System' | 'List';
  /** For pods that have no constraints of their own. Without selectors: they are worked out for each pod. */
  readonly defaultConstraints?: readonly TopologySpreadConstraint[];
}

/** Spread the pods of a service or a controller over nodes and zones, as far as it costs nothing else (upstream: plugin.go). */
export const SYSTEM_CONSTRAINTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

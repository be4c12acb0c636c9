import type { ServiceSpec } from '../../../data/types.ts';

/** What stands for an address where a service has none. */
export const NO_ADDRESS = 'None';

/** `isHeadlessService` (pkg/apis/core/validation). */
export function isHeadless({ clusterIPs = [] }: ServiceSpec): boolean {
  return clusterIPs.length === 1 && clusterIPs[0] === NO_ADDRESS;
}

/** An alias has no address. */
export function needsClusterIp({ type }: ServiceSpec): boolean {
  return type !== 'ExternalName';
}

/** `ExternallyAccessible` (pkg/api/service/util.go). */
export function isExternallyAccessible({ type, externalIPs = [] }: ServiceSpec): boolean {
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
}

/** `needsNodePort` (pkg/registry/core/service/storage). */
export function needsNodePort({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

/** `NeedsHealthCheck` (pkg/api/service/util.go): a port where load balancers ask whether a node has a pod. */
export function needsHealthPort({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

/** The ports of every node that a service takes. */
export function nodePortsOf({ ports = [] }: ServiceSpec): number[] {
  return ports.flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));
}

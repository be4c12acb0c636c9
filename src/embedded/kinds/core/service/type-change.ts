import type { Service, ServiceSpec } from '../../../data/types.ts';
import { isEqualInMeaning } from '../../../schema/json-tree.ts';
import { isExternallyAccessible, needsClusterIp, needsHealthPort, nodePortsOf } from './service-facts.ts';

/**
 * `dropTypeDependentFields` (pkg/registry/core/service/strategy.go): who changes the type of a service need not take away what only the
 * old type had; what was changed along with it stays, for validation to judge.
 */
export function dropTypeDependent(draft: Service, { spec: old = {} }: Service): void {
  const spec = (draft.spec ??= {});
  if (needsClusterIp(old) && !needsClusterIp(spec)) dropAddresses(spec, old);
  if (hasNodePorts(old) && !hasNodePorts(spec)) dropNodePorts(spec, old);
  if (needsHealthPort(old) && !needsHealthPort(spec)) dropSame(spec, old, 'healthCheckNodePort');
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    dropSame(spec, old, 'allocateLoadBalancerNodePorts');
    dropSame(spec, old, 'loadBalancerClass');
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) {
    dropSame(spec, old, 'externalTrafficPolicy');
  }
  if (spec.type !== 'LoadBalancer' && draft.status?.loadBalancer) {
    draft.status = { ...draft.status, loadBalancer: {} };
  }
}

function hasNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

function dropAddresses(spec: ServiceSpec, old: ServiceSpec): void {
  const same =
    spec.clusterIP === old.clusterIP && isEqualInMeaning(spec.clusterIPs ?? [], old.clusterIPs ?? []);
  if (same) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  dropSame(spec, old, 'ipFamilies');
  dropSame(spec, old, 'ipFamilyPolicy');
}

function dropNodePorts(spec: ServiceSpec, old: ServiceSpec): void {
  const before = new Set(nodePortsOf(old));
  if (!nodePortsOf(spec).every((port) => before.has(port))) return;
  for (const port of spec.ports ?? []) delete port.nodePort;
}

function dropSame(spec: ServiceSpec, old: ServiceSpec, field: keyof ServiceSpec): void {
  if (isEqualInMeaning(spec[field], old[field])) delete spec[field];
}

import type { ServiceSpec } from '../../../data/types.ts';
import { isEqualInMeaning } from '../../../schema/json-tree.ts';
import { needsClusterIp, needsHealthPort, needsNodePort, nodePortsOf } from './service-facts.ts';

/** `patchAllocatedValues` (pkg/registry/core/service/storage/storage.go): who sends the same manifest again means the same service. */
export function keepAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    if (old.clusterIP !== undefined) spec.clusterIP ||= old.clusterIP;
    if (!spec.clusterIPs?.length && old.clusterIPs) spec.clusterIPs = [...old.clusterIPs];
  }
  if (needsNodePort(old) && needsNodePort(spec)) keepNodePorts(spec, old);
  if (needsHealthPort(old) && needsHealthPort(spec) && old.healthCheckNodePort !== undefined) {
    spec.healthCheckNodePort ||= old.healthCheckNodePort;
  }
}

/** By the names of the ports, where no other port of the new spec has taken it over. */
function keepNodePorts(spec: ServiceSpec, old: ServiceSpec): void {
  const before = new Set(nodePortsOf(old));
  const used = new Set(nodePortsOf(spec).filter((port) => before.has(port)));
  const byName = new Map((old.ports ?? []).map(({ name = '', nodePort }) => [name, nodePort]));
  for (const port of spec.ports ?? []) {
    const known = byName.get(port.name ?? '');
    if (!port.nodePort && known !== undefined && !used.has(known)) port.nodePort = known;
  }
}

/** `normalizeClusterIPs`: old clients know the one address only, not the list. */
export function normalizeClusterIps(spec: ServiceSpec, old: ServiceSpec): void {
  const [address, before] = [spec.clusterIP ?? '', old.clusterIP ?? ''];
  if (old.clusterIPs?.length && !spec.clusterIPs?.length && address === before) {
    spec.clusterIPs = [...old.clusterIPs];
  }
  if (address === before || !isEqualInMeaning(spec.clusterIPs ?? [], old.clusterIPs ?? [])) return;
  if (address === '') delete spec.clusterIPs;
  else spec.clusterIPs = [address];
}

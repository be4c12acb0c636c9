import type { StoredObject } from '../../../api/stored-object.ts';
import { typed } from '../../../api/stored-object.ts';
import type { Service, ServiceSpec } from '../../../data/types.ts';
import { assignClusterIp } from './cluster-ip-allocation.ts';
import { chooseFamilies } from './ip-families.ts';
import { keepAllocated, normalizeClusterIps } from './kept-allocations.ts';
import { assignHealthPort, assignNodePorts, NodePorts, updateNodePorts } from './node-port-allocation.ts';
import { needsHealthPort } from './service-facts.ts';

/**
 * Gives a new service its address and node ports (pkg/registry/core/service/storage/alloc.go). What is taken is what the stored services
 * have: who deletes one, or changes its type, gives back by that alone. Throws `StatusError` 422, or 500 when nothing is free.
 */
export function allocate(draft: Service, stored: readonly StoredObject[]): void {
  const spec = (draft.spec ??= {});
  const taken = specsOf(stored);
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  chooseFamilies(draft, spec, undefined);
  assignClusterIp(draft, spec, taken);
  const ports = new NodePorts(taken);
  assignNodePorts(draft, spec, ports);
  if (needsHealthPort(spec)) assignHealthPort(spec, ports);
}

/** The same for an update: keeps what the service has where the client left it out. */
export function reallocate(
  draft: Service,
  { spec: old = {} }: Service,
  stored: readonly StoredObject[],
): void {
  const spec = (draft.spec ??= {});
  const taken = specsOf(stored);
  keepAllocated(spec, old);
  normalizeClusterIps(spec, old);
  chooseFamilies(draft, spec, old);
  if (old.type === 'ExternalName') assignClusterIp(draft, spec, taken);
  const ports = new NodePorts(taken);
  updateNodePorts(draft, spec, old, ports);
  if (needsHealthPort(spec) && !needsHealthPort(old)) assignHealthPort(spec, ports);
}

function specsOf(stored: readonly StoredObject[]): ServiceSpec[] {
  return stored.flatMap((object) => typed<Service>(object).spec ?? []);
}

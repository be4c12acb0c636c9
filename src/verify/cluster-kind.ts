import type { ClusterKind } from '../clusters/provider.ts';

/**
 * Which kind of cluster it was. kind writes `kind://…` into every node's providerID. An embedded (simulated) cluster
 * is believed as soon as the journal or a node says so: a simulated node is never called a real one.
 */
export function clusterKind(providerIds: readonly string[], recorded: readonly ClusterKind[]): ClusterKind {
  if (recorded.includes('embedded') || providerIds.some((id) => id.startsWith('embedded://'))) {
    return 'embedded';
  }
  return providerIds.length > 0 && providerIds.every((id) => id.startsWith('kind://')) ? 'kind' : 'other';
}

/** The kind in a sentence for a reader who knows nothing of it. */
export function describeKind(kind: ClusterKind): string {
  switch (kind) {
    case 'kind':
      return 'kind (real Kubernetes; every node is a container)';
    case 'embedded':
      return 'embedded cluster (simulated nodes)';
    case 'other':
      return 'other (a cluster that kubectl-minisched did not make)';
  }
}

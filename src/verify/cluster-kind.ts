import type { ClusterKind } from '../clusters/provider.ts';
import type { NodeFact } from './facts.ts';

/** What a node says about the machinery behind it. */
type Machinery = Pick<NodeFact, 'name' | 'providerId' | 'runtime'>;

/** What an embedded cluster's nodes and containers say of themselves, wherever kubectl prints them. */
const SIMULATED = /\bembedded:\/\/|\(simulated nodes?\)/;

/**
 * Which kind of cluster it was. kind writes `kind://<engine>/<cluster>/<node>` into every node's providerID. An embedded (simulated)
 * cluster is believed as soon as the journal or a node says so: a simulated node is never called a real one.
 */
export function clusterKind(nodes: readonly Machinery[], recorded: readonly ClusterKind[]): ClusterKind {
  const simulated = nodes.some(({ providerId, runtime }) => tellsOfSimulation(`${providerId} ${runtime}`));
  if (simulated || recorded.includes('embedded')) return 'embedded';
  return nodes.length > 0 && nodes.every(isKindNode) ? 'kind' : 'other';
}

/** Whether a text, such as one that kubectl printed, is about nodes or containers that were simulated. */
export function tellsOfSimulation(text: string): boolean {
  return SIMULATED.test(text);
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

function isKindNode({ name, providerId }: Machinery): boolean {
  const [, node] = /^kind:\/\/[^/]+\/[^/]+\/(.+)$/.exec(providerId) ?? [];
  return node === name;
}

import { isControlPlane } from '../api/nodes.ts';
import { isDaemon } from '../api/pods.ts';
import type { Node, Pod, Taint } from '../api/types.ts';
import type { LoadedCluster } from './load-cluster.ts';
import type { WantedPod } from './workloads.ts';

/** Changes of the cluster that are only thought. */
export interface WhatIf {
  readonly addNodes: readonly NewNode[];
  /** By name. */
  readonly removeNodes: readonly string[];
  readonly taints: readonly { readonly node: string; readonly taint: Taint }[];
}

/** A node that is not there. */
export interface NewNode {
  readonly name: string;
  /** How many, called `name-1`, `name-2` …; one that is called `name` when missing. */
  readonly count?: number;
  /** The node that it is like in everything that is not said; the worker with the fewest taints when missing. */
  readonly like?: string;
  /** Instead of the other's, by resource. */
  readonly allocatable: Readonly<Record<string, string>>;
  /** Beside the other's. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A node that a what-if names is not there: half a sentence. */
export class NoSuchNode extends Error {
  override readonly name = 'NoSuchNode';
}

/**
 * The cluster as it would be, and the pods that lost their node and would be made again: those that have an owner, daemons apart.
 * @throws NoSuchNode
 */
export function changed(
  cluster: LoadedCluster,
  { addNodes, removeNodes, taints }: WhatIf,
): { readonly cluster: LoadedCluster; readonly displaced: readonly WantedPod[] } {
  for (const name of [...removeNodes, ...taints.map(({ node }) => node)]) nodeOf(cluster, name);
  const gone = new Set(removeNodes);
  const kept = cluster.nodes.filter(({ metadata }) => !gone.has(metadata.name));
  const added = addNodes.flatMap((wanted) => made(cluster, wanted));
  const displaced = cluster.pods.filter(({ spec }) => gone.has(spec.nodeName ?? ''));
  return {
    cluster: {
      ...cluster,
      nodes: [...kept, ...added].map((node) => tainted(node, taints)),
      pods: cluster.pods.filter(({ spec }) => !gone.has(spec.nodeName ?? '')),
    },
    displaced: displaced.flatMap(again),
  };
}

/** The pod that its owner would make in its place; none for a pod without owner, and for a daemon. */
export function again(pod: Pod): readonly WantedPod[] {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner || isDaemon(pod)) return [];
  const { nodeName: _gone, ...spec } = pod.spec;
  const metadata = { ...pod.metadata, uid: `${pod.metadata.uid ?? pod.metadata.name}-again` };
  return [{ pod: { metadata, spec }, source: `${owner.kind.toLowerCase()}/${owner.name}` }];
}

function nodeOf({ nodes }: LoadedCluster, name: string): Node {
  const node = nodes.find(({ metadata }) => metadata.name === name);
  if (!node) throw new NoSuchNode(`there is no node ${name}; there are ${names(nodes)}`);
  return node;
}

function names(nodes: readonly Node[]): string {
  const shown = nodes.slice(0, 10).map(({ metadata }) => metadata.name);
  return shown.join(', ') + (nodes.length > shown.length ? ' and others' : '');
}

function made(cluster: LoadedCluster, { name, count, like, allocatable, labels }: NewNode): Node[] {
  const model = like === undefined ? plainest(cluster.nodes) : nodeOf(cluster, like);
  const all = count === undefined ? [name] : Array.from({ length: count }, (_, at) => `${name}-${at + 1}`);
  return all.map((each) => ({
    metadata: {
      name: each,
      uid: `simulated-${each}`,
      labels: { ...model?.metadata.labels, 'kubernetes.io/hostname': each, ...labels },
    },
    spec: { taints: (model?.spec?.taints ?? []).filter(({ key }) => !key.startsWith('node.kubernetes.io/')) },
    status: {
      ...model?.status,
      allocatable: { pods: '110', ...model?.status?.allocatable, ...allocatable },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }));
}

/** A worker; a taint is what makes a node special. */
function plainest(nodes: readonly Node[]): Node | undefined {
  return nodes.toSorted(
    (a, b) => Number(isControlPlane(a)) - Number(isControlPlane(b)) || taintsOf(a) - taintsOf(b),
  )[0];
}

function taintsOf({ spec }: Node): number {
  return spec?.taints?.length ?? 0;
}

function tainted(node: Node, taints: WhatIf['taints']): Node {
  const own = taints.filter(({ node: name }) => name === node.metadata.name).map(({ taint }) => taint);
  if (own.length === 0) return node;
  return { ...node, spec: { ...node.spec, taints: [...(node.spec?.taints ?? []), ...own] } };
}

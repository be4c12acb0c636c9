import type { Node, Pod } from '../../api/types.ts';
import type { AffinityTerms } from './affinity-terms.ts';
import type { Labelled } from './pod-labels.ts';
import type { NonZeroRequests, Resources } from './resources.ts';

/**
 * What a plugin may know of one node: the node and the pods on it, assumed ones included. Read-only for plugins; the
 * scheduler's cache is the only writer. Valid during one scheduling cycle, which never awaits.
 */
export interface NodeInfo {
  readonly name: string;
  readonly node: Node;
  /** The kubelet says Ready=True. Worked out once for each change of the node, not for each pod. */
  readonly ready: boolean;
  /** By uid; finished pods are never among them. */
  readonly pods: ReadonlyMap<string, Pod>;
  /** The labels of `pods`, and how many of them have the same in the same namespace. */
  readonly labelSets: ReadonlyMap<Labelled, number>;
  /** Those of `pods` that are being deleted. */
  readonly terminating: ReadonlySet<Pod>;
  /** `pods` without daemons: the N of "had N pods". */
  readonly podCount: number;
  /** Those of `pods` with an affinity or anti-affinity of pods, required or preferred. */
  readonly podsWithAffinity: ReadonlySet<Pod>;
  /** Those of `pods` with a required anti-affinity. */
  readonly podsWithRequiredAntiAffinity: ReadonlySet<Pod>;
  /** What those of `podsWithAffinity` ask of other pods, and how many of them ask it. */
  readonly affinities: ReadonlyMap<AffinityTerms, number>;
  /** The sum of what `pods` ask for. Live: read it, do not keep it. */
  readonly requested: Resources;
  /** The same for scores: with a minimum for each container. */
  readonly nonZeroRequested: NonZeroRequests;
  readonly allocatable: Resources;
  readonly usedPorts: UsedPorts;
  /** Images on the node by each of their names. */
  readonly images: ReadonlyMap<string, ImageState>;
}

/** Host ports in use on a node. */
export interface UsedPorts {
  /** Whether a pod that asks for this port would collide. 0 collides with nothing. An empty IP is 0.0.0.0, an empty protocol TCP. */
  conflicts(ip: string, protocol: string, port: number): boolean;
}

/** An image, cluster-wide. */
export interface ImageState {
  /** Bytes, as the first node said that was seen with it (upstream: backend/cache). */
  readonly size: number;
  /** How many nodes have it. */
  readonly nodes: number;
}

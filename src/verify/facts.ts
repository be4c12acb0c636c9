import type { ClusterKind } from '../clusters/provider.ts';
import type { Story } from './story.ts';

/**
 * Everything a check may know, as plain data: it is written into `evidence.json`, so that whoever is handed a bundle
 * can run the same checks again.
 */
export interface Facts {
  readonly cluster: ClusterFacts;
  readonly story: Story;
  /** The scheduler whose work is proven. */
  readonly scheduler: string;
  /** The namespace of the workshop's pods. */
  readonly namespace: string;
  /** The person's first answer to each question, as they were given; absent where none was. No check asks for them. */
  readonly quiz?: readonly QuizFact[];
}

/** An answer to a question at the end of a step. */
export interface QuizFact {
  readonly at: string;
  readonly step: number;
  readonly id: string;
  /** Which of the answers, counted from 1. */
  readonly choice: number;
  readonly right: boolean;
}

/** The cluster as it was at `gatheredAt` (our clock, RFC 3339 with milliseconds). */
export interface ClusterFacts {
  readonly gatheredAt: string;
  readonly kind: ClusterKind;
  readonly context: string;
  /** uid of the namespace kube-system: tells this cluster from a successor of the same name. */
  readonly id: string;
  /** When the cluster was made: creation of kube-system, whole seconds. */
  readonly createdAt: string;
  /** What the API server calls its version. */
  readonly version: string;
  /** In natural order of names. */
  readonly nodes: readonly NodeFact[];
  /** Those of the workshop's pods that are there. */
  readonly pods: readonly PodFact[];
  /** The events about those pods that have not expired. */
  readonly events: readonly EventFact[];
}

/** One node. What a node does not report is empty. */
export interface NodeFact {
  readonly name: string;
  readonly controlPlane: boolean;
  readonly ready: boolean;
  readonly kubelet: string;
  readonly runtime: string;
  /** Which machinery stands behind the node, e.g. `kind://docker/sched-workshop/sched-workshop-worker`. */
  readonly providerId: string;
  /** As `key=value:Effect`. */
  readonly taints: readonly string[];
}

/** One of the workshop's pods. */
export interface PodFact {
  readonly name: string;
  readonly uid: string;
  readonly schedulerName: string;
  readonly node?: string;
  readonly phase: string;
  readonly deleting: boolean;
  /** Server time, whole seconds. */
  readonly createdAt: string;
  /** Server time, whole seconds, at which `PodScheduled` became True. */
  readonly scheduledAt?: string;
}

/** One event about one of those pods, found by its uid. */
export interface EventFact {
  readonly pod: string;
  readonly uid: string;
  readonly reason: string;
  /** Who wrote it. */
  readonly from: string;
  readonly note: string;
  /** As precise as the writer made it. */
  readonly at: string;
  readonly count: number;
}

/** The pods of step 4, in the order in which they are made. */
export const PLACED_PODS = ['pod1', 'pod2', 'pod3', 'pod4', 'pod5', 'pod6'] as const;

/** All pods that the evidence is about. */
export const WORKSHOP_PODS = [...PLACED_PODS, 'orphan', 'blocked'] as const;

/** The pod of this name, if it is there. */
export function podFact(facts: Facts, name: string): PodFact | undefined {
  return facts.cluster.pods.find((pod) => pod.name === name);
}

/** The nodes that are not control planes. */
export function workers(facts: Facts): readonly NodeFact[] {
  return facts.cluster.nodes.filter((node) => !node.controlPlane);
}

import { NAMESPACES } from '../../../api/resources.ts';
import type { Labels } from '../../../api/requirement.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { Labelled } from '../../framework/pod-labels.ts';
import { MAX_NODE_SCORE } from '../../framework/plugin.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import { remembering } from './remembering.ts';
import { namespaceLabelsOf } from './state.ts';
import {
  type AffinityTerm,
  type AffinityTerms,
  affinityTerms,
  isAbout,
  withNamespaces,
} from '../../framework/affinity-terms.ts';
import { TopologyCounts } from './topology-counts.ts';

/** What scoring can be told. */
export interface InterPodAffinityArgs {
  /** What a required affinity of a pod that is there counts for, 0–100; 1 by default. */
  readonly hardPodAffinityWeight?: number;
  /** A pod without preferences of its own is not scored by those of others. */
  readonly ignorePreferredTermsOfExistingPods?: boolean;
}

/**
 * How much speaks for each part of the cluster, in both directions: what the pod prefers about pods that are there, feasible node or not,
 * and what those prefer or require about pods like this one. Empty when nothing does (upstream: plugins/interpodaffinity, `PreScore`).
 */
export function weighAffinities(pod: Pod, snapshot: Snapshot, args: InterPodAffinityArgs): TopologyCounts {
  const { nodes, nodesWithAffinity, objects } = snapshot;
  const sums = TopologyCounts.empty();
  const own = affinityTerms(pod);
  const prefers = own.preferred.length + own.preferredAnti.length > 0;
  if (!prefers && (args.ignorePreferredTermsOfExistingPods || nodesWithAffinity.length === 0)) return sums;
  const namespaces = () => objects.list(NAMESPACES);
  if (prefers)
    addOwn(sums, nodes, [
      ...withNamespaces(own.preferred, namespaces),
      ...withNamespaces(own.preferredAnti, namespaces).map(negated),
    ]);
  const namespaceLabels = namespaceLabelsOf(pod, snapshot);
  const hardWeight = args.hardPodAffinityWeight ?? 1;
  addTheirs(sums, nodesWithAffinity, (theirs) =>
    weighted(theirs, hardWeight).filter((term) => isAbout(term, pod, namespaceLabels)),
  );
  return sums;
}

/** Every pod that one of the terms is about. */
function addOwn(sums: TopologyCounts, nodes: readonly NodeInfo[], terms: readonly AffinityTerm[]): void {
  const about = remembering((other: Labelled) => terms.filter((term) => isAbout(term, other, undefined)));
  for (const { node, labelSets } of nodes)
    for (const [other, pods] of labelSets) add(sums, about(other), node.metadata.labels, pods);
}

/** What pods that are there ask for, as far as it is about the pod. */
function addTheirs(
  sums: TopologyCounts,
  nodes: readonly NodeInfo[],
  aboutPod: (theirs: AffinityTerms) => readonly AffinityTerm[],
): void {
  const about = remembering(aboutPod);
  for (const { node, affinities } of nodes)
    for (const [theirs, pods] of affinities) add(sums, about(theirs), node.metadata.labels, pods);
}

function add(sums: TopologyCounts, terms: readonly AffinityTerm[], labels: Labels, pods: number): void {
  for (const { topologyKey, weight } of terms) sums.add(labels, topologyKey, weight * pods);
}

/** What a pod that is there says for or against pods near it. */
function weighted(
  { required, preferred, preferredAnti }: AffinityTerms,
  weight: number,
): readonly AffinityTerm[] {
  const hard = required.map((term) => ({ ...term, weight }));
  return [...hard, ...preferred, ...preferredAnti.map(negated)];
}

function negated(term: AffinityTerm): AffinityTerm {
  return { ...term, weight: -term.weight };
}

/** The lowest becomes 0, the highest 100, all 0 when they are equal; fractions are cut off (upstream: `NormalizeScore`). */
export function normalizeBetween(scores: number[]): void {
  let [least, most] = [Infinity, -Infinity];
  for (const score of scores) {
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const range = most - least;
  for (let at = 0; at < scores.length; at++)
    scores[at] = range > 0 ? Math.trunc(MAX_NODE_SCORE * (((scores[at] ?? 0) - least) / range)) : 0;
}

import { NAMESPACES } from '../../../api/resources.ts';
import type { Labels } from '../../../api/requirement.ts';
import type { Pod } from '../../../api/types.ts';
import { MAX_NODE_SCORE } from '../../framework/plugin.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
import { namespaceLabelsOf } from './state.ts';
import { type AffinityTerm, affinityTerms, isAbout, withNamespaces } from './terms.ts';
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
  const preferred = withNamespaces(own.preferred, namespaces);
  const preferredAnti = withNamespaces(own.preferredAnti, namespaces);
  const namespaceLabels = namespaceLabelsOf(pod, snapshot);
  const required = args.hardPodAffinityWeight ?? 1;
  for (const { node, pods, podsWithAffinity } of prefers ? nodes : nodesWithAffinity) {
    const { labels } = node.metadata;
    for (const other of prefers ? pods.values() : podsWithAffinity) {
      weigh(sums, preferred, other, undefined, labels, 1);
      weigh(sums, preferredAnti, other, undefined, labels, -1);
      const theirs = affinityTerms(other);
      for (const term of theirs.required)
        if (required > 0 && isAbout(term, pod, namespaceLabels)) sums.add(labels, term.topologyKey, required);
      weigh(sums, theirs.preferred, pod, namespaceLabels, labels, 1);
      weigh(sums, theirs.preferredAnti, pod, namespaceLabels, labels, -1);
    }
  }
  return sums;
}

function weigh(
  sums: TopologyCounts,
  terms: readonly AffinityTerm[],
  about: Pod,
  namespaceLabels: Labels,
  labels: Labels,
  sign: 1 | -1,
): void {
  for (const term of terms)
    if (isAbout(term, about, namespaceLabels)) sums.add(labels, term.topologyKey, sign * term.weight);
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

import { NAMESPACES } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.ts';
import { MAX_NODE_SCORE } from '../../framework/plugin.ts';
import type { Snapshot } from '../../framework/snapshot.ts';
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
  const ownTerms = [
    ...withNamespaces(own.preferred, namespaces),
    ...withNamespaces(own.preferredAnti, namespaces).map(negated),
  ];
  if (prefers)
    for (const { node, pods } of nodes)
      for (const other of pods.values())
        for (const term of ownTerms)
          if (isAbout(term, other, undefined)) sums.add(node.metadata.labels, term.topologyKey, term.weight);

  const namespaceLabels = namespaceLabelsOf(pod, snapshot);
  const required = args.hardPodAffinityWeight ?? 1;
  const aboutPod = new Map<AffinityTerms, readonly AffinityTerm[]>();
  for (const { node, affinities } of nodesWithAffinity) {
    for (const [theirs, count] of affinities) {
      let about = aboutPod.get(theirs);
      if (!about)
        aboutPod.set(
          theirs,
          (about = weighted(theirs, required).filter((term) => isAbout(term, pod, namespaceLabels))),
        );
      for (const { topologyKey, weight } of about)
        sums.add(node.metadata.labels, topologyKey, weight * count);
    }
  }
  return sums;
}

/** What a pod that is there says for or against pods near it. */
function weighted(
  { required, preferred, preferredAnti }: AffinityTerms,
  weight: number,
): readonly AffinityTerm[] {
  const hard = weight > 0 ? required.map((term) => ({ ...term, weight })) : [];
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

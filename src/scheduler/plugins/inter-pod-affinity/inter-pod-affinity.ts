import { NAMESPACES } from '../../../api/resources.ts';
import type { Plugin } from '../../framework/plugin.ts';
import { SKIP } from '../../framework/status.ts';
import { factOf, wayOutOf } from './explain.ts';
import { rejectionOf } from './filter.ts';
import { REQUEUE_ON } from './hints.ts';
import { type InterPodAffinityArgs, normalizeBetween, weighAffinities } from './score.ts';
import { type AffinityState, copyOf, countAffinities, update } from './state.ts';
import type { TopologyCounts } from './topology-counts.ts';

export type { InterPodAffinityArgs } from './score.ts';

/**
 * Which pods want to be near which, and which apart: required and preferred, in both directions (upstream: plugins/interpodaffinity). Costs
 * next to nothing while no pod has an affinity.
 */
export function interPodAffinity(args: InterPodAffinityArgs = {}): Plugin<AffinityState, TopologyCounts> {
  return {
    name: 'InterPodAffinity',
    requeueOn: REQUEUE_ON,
    reads: [NAMESPACES],

    preFilter(pod, snapshot) {
      const state = countAffinities(pod, snapshot);
      return state ? { state } : SKIP;
    },

    filter: (_pod, { node }, state) => rejectionOf(state, node.metadata.labels),

    cloneState: copyOf,
    addPod: (state, _pod, added, { node }) => update(state, added, node.metadata.labels, 1),
    removePod: (state, _pod, removed, { node }) => update(state, removed, node.metadata.labels, -1),

    explain: (_pod, node, state) => factOf(state, node),
    wayOut: (_pod, node, state) => wayOutOf(state, node),

    preScore(pod, _nodes, snapshot) {
      const state = weighAffinities(pod, snapshot, args);
      return state.isEmpty ? SKIP : { state };
    },

    score: (_pod, { node }, state) => state.sumOn(node.metadata.labels),
    normalize: normalizeBetween,
  };
}

import { allowsNode, type RequiredNodeAffinity, requiredNodeAffinity } from '../../../api/node-affinity.ts';
import { errorsText } from '../../../api/node-selector.ts';
import type { NodeAffinity } from '../../../api/pod-spec.ts';
import type { Pod } from '../../../api/types.ts';
import type { ClusterChange } from '../../framework/cluster-event.ts';
import type { Plugin } from '../../framework/plugin.ts';
import { type Rejection, SKIP } from '../../framework/status.ts';
import { defaultNormalize } from '../default-normalize.ts';
import { readAddedAffinity } from './added-affinity.ts';
import { lackOf, lackText, wayOutText } from './lack.ts';
import { namedNodes } from './named-nodes.ts';
import { preferenceOf, preferredTerms, type WeightedTerm } from './preferred-terms.ts';

/** The arguments of the plugin in a KubeSchedulerConfiguration. */
export interface NodeAffinityArgs {
  /** What every pod of the profile asks for, beside its own affinity. */
  readonly addedAffinity?: NodeAffinity;
}

const NOT_MATCHED: Rejection = {
  reasons: ["node(s) didn't match Pod's node affinity/selector"],
  unresolvable: true,
};
const NOT_ENFORCED: Rejection = {
  reasons: ["node(s) didn't match scheduler-enforced node affinity"],
  unresolvable: true,
};
const CONFLICT: Rejection = { reasons: ['pod affinity terms conflict'], unresolvable: true };

/**
 * Node selector and node affinity of a pod, required and preferred (upstream: plugins/nodeaffinity).
 * @throws Error when the added affinity cannot be read, in upstream's words
 */
export function nodeAffinity({ addedAffinity }: NodeAffinityArgs = {}): Plugin<
  RequiredNodeAffinity | undefined,
  readonly WeightedTerm[] | undefined
> {
  const added = readAddedAffinity(addedAffinity);
  if (added.errors.length > 0) throw new Error(errorsText(added.errors));
  const enforced: RequiredNodeAffinity = { selector: [], ...(added.required && { terms: added.required }) };

  function hint(pod: Pod, { before, now }: ClusterChange): boolean {
    const required = requiredNodeAffinity(pod);
    if (!now || !allowsNode(enforced, now) || !allowsNode(required, now)) return false;
    // a node that matched before did not help before either
    return !before || !allowsNode(required, before);
  }

  return {
    name: 'NodeAffinity',
    requeueOn: [
      { event: 'node-added', hint },
      { event: 'node-labels', hint },
    ],

    preFilter(pod) {
      const { spec } = pod;
      const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
      if (!required && !added.required && !spec.nodeSelector) return SKIP;
      const state = requiredNodeAffinity(pod);
      const nodes = required && namedNodes(required);
      if (!nodes) return { state };
      return nodes.size === 0 ? { rejection: CONFLICT } : { state, nodes };
    },

    filter(pod, { node }, state = requiredNodeAffinity(pod)) {
      if (!allowsNode(enforced, node)) return NOT_ENFORCED;
      return allowsNode(state, node) ? undefined : NOT_MATCHED;
    },

    explain(pod, { node }, state = requiredNodeAffinity(pod)) {
      return lackText(lackOf(allowsNode(enforced, node) ? state : enforced, node), node);
    },

    wayOut(pod, { node }, state = requiredNodeAffinity(pod)) {
      return wayOutText(
        [enforced, state].flatMap((asked) => (allowsNode(asked, node) ? [] : lackOf(asked, node))),
      );
    },

    preScore(pod) {
      const state = preferredTerms(pod);
      return state || added.preferred ? { state } : SKIP;
    },

    score(pod, { node }, state = preferredTerms(pod)) {
      return preferenceOf(added.preferred, node) + preferenceOf(state, node);
    },

    normalize: defaultNormalize,
  };
}

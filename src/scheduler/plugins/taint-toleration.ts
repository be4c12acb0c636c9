import { isDeepStrictEqual } from 'node:util';
import { taintText } from '../../api/nodes.ts';
import type { Node, Pod, Taint, Toleration } from '../../api/types.ts';
import type { ClusterChange } from '../framework/cluster-event.ts';
import { isItself } from '../framework/itself.ts';
import type { Plugin } from '../framework/plugin.ts';
import { reverseNormalize } from './default-normalize.ts';
import { toleratesTaint, untoleratedTaint } from './tolerates.ts';

const REJECTION = { reasons: ['node(s) had untolerated taint(s)'], unresolvable: true } as const;

/**
 * Keeps pods off nodes whose NoSchedule or NoExecute taints they do not tolerate, and prefers nodes with fewer
 * untolerated PreferNoSchedule taints (upstream: plugins/tainttoleration, text of 1.37).
 */
export const taintToleration: Plugin<unknown, readonly Toleration[]> = {
  name: 'TaintToleration',
  requeueOn: [
    { event: 'node-added', hint: isTolerableNow },
    { event: 'node-taints', hint: isTolerableNow },
    { event: 'pod-changed', hint: toleratesMore },
  ],

  filter: (pod, { node }) => (untoleratedTaint(pod, node.spec?.taints) ? REJECTION : undefined),

  /** The first; of a cordoned node one that a person gave it, when there is one. */
  explain(pod, { node }) {
    const [taint] = inTheWay(pod, node);
    return taint && `taint ${taintText(taint)}`;
  },

  /** All of those that it would have to be rid of. */
  wayOut(pod, { node }) {
    const taints = inTheWay(pod, node).map(taintText);
    return taints.length === 1
      ? `taint ${taints.join()} is removed`
      : `taints ${taints.join(', ')} are removed`;
  },

  preScore: ({ spec }) => ({
    state: spec.tolerations?.filter(({ effect }) => !effect || effect === 'PreferNoSchedule') ?? [],
  }),

  /** How many PreferNoSchedule taints the pod does not tolerate: fewer is better. */
  score(_pod, { node }, tolerations) {
    let count = 0;
    for (const taint of node.spec?.taints ?? [])
      if (taint.effect === 'PreferNoSchedule' && !toleratesTaint(tolerations, taint)) count++;
    return count;
  },

  normalize: reverseNormalize,
};

const CORDON = 'node.kubernetes.io/unschedulable';

/** All taints that keep the pod off. That of a cordon goes with the cordon, so it is named only when it is the only one. */
function inTheWay(pod: Pod, { spec }: Node): readonly Taint[] {
  const all = spec?.taints?.filter((taint) => untoleratedTaint(pod, [taint])) ?? [];
  const others = all.filter(({ key }) => key !== CORDON);
  return spec?.unschedulable && others.length > 0 ? others : all;
}

/** `isSchedulableAfterNodeChange`: it had a taint that keeps the pod off, or was not there, and has none now. */
function isTolerableNow(pod: Pod, { before, now }: ClusterChange<Node>): boolean {
  const was = !before || untoleratedTaint(pod, before.spec?.taints) !== undefined;
  return was && untoleratedTaint(pod, now?.spec?.taints) === undefined;
}

/** `isSchedulableAfterTargetPodTolerationChange`. */
function toleratesMore(pod: Pod, change: ClusterChange<Pod>): boolean {
  const { before, now } = change;
  if (!isItself(pod, change)) return false;
  return !before || !isDeepStrictEqual(before.spec.tolerations ?? [], now?.spec.tolerations ?? []);
}

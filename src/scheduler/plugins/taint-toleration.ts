import type { Pod, Taint } from '../../api/types.ts';
import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';
import { taintText, toleratesTaint } from './tolerates.ts';

const REJECTION = { reasons: ['node(s) had untolerated taint(s)'] };

/**
 * Keeps pods off nodes whose NoSchedule or NoExecute taints they do not tolerate, and prefers nodes with fewer
 * untolerated PreferNoSchedule taints (upstream: plugins/tainttoleration, text of 1.37).
 */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  requeueOn: ['node-added', 'node-taints', 'pod-changed'],

  filter: (pod, { node }) => (untolerated(pod, node.spec?.taints) ? REJECTION : undefined),

  explain(pod, { node }) {
    const taint = untolerated(pod, node.spec?.taints);
    return taint && `taint ${taintText(taint)}`;
  },

  /** How many PreferNoSchedule taints the pod does not tolerate: fewer is better. */
  score(pod, { node }) {
    const taints = node.spec?.taints;
    if (!taints) return 0;
    const preferring = pod.spec.tolerations?.filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
    return taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !toleratesTaint(preferring, taint))
      .length;
  },

  /** Upstream's `DefaultNormalizeScore` in reverse, with its integer division. */
  normalize(scores) {
    const most = scores.reduce((a, b) => Math.max(a, b), 0);
    for (const [at, count] of scores.entries()) {
      scores[at] = most === 0 ? MAX_NODE_SCORE : MAX_NODE_SCORE - Math.trunc((MAX_NODE_SCORE * count) / most);
    }
  },
};

function untolerated(pod: Pod, taints: readonly Taint[] | undefined): Taint | undefined {
  return taints?.find(
    (taint) => taint.effect !== 'PreferNoSchedule' && !toleratesTaint(pod.spec.tolerations, taint),
  );
}

import { taintText } from '../../api/nodes.ts';
import { MAX_NODE_SCORE, type Plugin } from '../framework/plugin.ts';
import { toleratesTaint, untoleratedTaint } from './tolerates.ts';

const REJECTION = { reasons: ['node(s) had untolerated taint(s)'] };

/**
 * Keeps pods off nodes whose NoSchedule or NoExecute taints they do not tolerate, and prefers nodes with fewer
 * untolerated PreferNoSchedule taints (upstream: plugins/tainttoleration, text of 1.37).
 */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  requeueOn: ['node-added', 'node-taints', 'pod-changed'],

  filter: (pod, { node }) => (untoleratedTaint(pod, node.spec?.taints) ? REJECTION : undefined),

  explain(pod, { node }) {
    const taint = untoleratedTaint(pod, node.spec?.taints);
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
    let most = 0;
    for (const count of scores) if (count > most) most = count;
    for (let at = 0; at < scores.length; at++) {
      const share = most === 0 ? 0 : Math.trunc((MAX_NODE_SCORE * (scores[at] ?? 0)) / most);
      scores[at] = MAX_NODE_SCORE - share;
    }
  },
};

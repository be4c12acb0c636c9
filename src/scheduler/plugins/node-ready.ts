import { readyCondition } from '../../api/nodes.ts';
import type { Plugin } from '../framework/plugin.ts';
import { toleratesTaint } from './tolerates.ts';

const REJECTION = { reasons: ['node(s) were not ready'] };
const TAINT = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

/**
 * Keeps pods off nodes whose Ready condition is not True. An addition of ours: kube-scheduler relies on the taint
 * `node.kubernetes.io/not-ready`, which the node controller adds a moment later. A pod that tolerates that taint
 * (a daemon, say) is still placed, as upstream would.
 */
export const nodeReady: Plugin = {
  name: 'NodeReady',
  requeueOn: ['node-added', 'node-ready', 'pod-changed'],

  filter: (pod, { ready }) => (ready || toleratesTaint(pod.spec.tolerations, TAINT) ? undefined : REJECTION),

  explain(_pod, { node }) {
    const ready = readyCondition(node);
    return ready
      ? `Ready is ${ready.status}${ready.reason ? ` (${ready.reason})` : ''}`
      : 'it has no Ready condition yet';
  },
};

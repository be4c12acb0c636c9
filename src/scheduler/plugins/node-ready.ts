import { isReady, readyCondition } from '../../api/nodes.ts';
import type { Node, Pod } from '../../api/types.ts';
import type { ClusterChange } from '../framework/cluster-event.ts';
import { isItself } from '../framework/itself.ts';
import type { Plugin } from '../framework/plugin.ts';
import { toleratesTaint } from './tolerates.ts';

const REJECTION = { reasons: ['node(s) were not ready'], unresolvable: true } as const;
const TAINT = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

/**
 * Keeps pods off nodes whose Ready condition is not True. An addition of ours: kube-scheduler relies on the taint
 * `node.kubernetes.io/not-ready`, which the node controller adds a moment later. A pod that tolerates that taint
 * (a daemon, say) is still placed, as upstream would.
 */
export const nodeReady: Plugin = {
  name: 'NodeReady',
  requeueOn: [
    { event: 'node-added', hint: isReadyNow },
    { event: 'node-ready', hint: isReadyNow },
    {
      event: 'pod-changed',
      hint: (pod, change: ClusterChange<Pod>) => isItself(pod, change) && tolerates(change.now ?? pod),
    },
  ],

  filter: (pod, { ready }) => (ready || tolerates(pod) ? undefined : REJECTION),

  explain(_pod, { node }) {
    const ready = readyCondition(node);
    return ready
      ? `Ready is ${ready.status}${ready.reason ? ` (${ready.reason})` : ''}`
      : 'it has no Ready condition yet';
  },
  wayOut: (_pod, { name }) => `${name} becomes ready`,
};

function tolerates({ spec }: Pod): boolean {
  return toleratesTaint(spec.tolerations, TAINT);
}

function isReadyNow(_pod: Pod, { now }: ClusterChange<Node>): boolean {
  return now === undefined || isReady(now);
}

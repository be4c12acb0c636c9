import type { Node, Pod } from '../../api/types.ts';
import type { ClusterChange } from '../framework/cluster-event.ts';
import { isItself } from '../framework/itself.ts';
import type { Plugin } from '../framework/plugin.ts';
import { toleratesTaint } from './tolerates.ts';

const REJECTION = { reasons: ['node(s) were unschedulable'], unresolvable: true } as const;
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** Keeps pods off cordoned nodes unless they tolerate the taint of a cordon (upstream: plugins/nodeunschedulable). */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  requeueOn: [
    { event: 'node-added', hint: isOpened },
    { event: 'node-unschedulable', hint: isOpened },
    {
      event: 'pod-changed',
      hint: (pod, change: ClusterChange<Pod>) => isItself(pod, change) && tolerates(change.now ?? pod),
    },
  ],

  filter: (pod, { node }) => (node.spec?.unschedulable && !tolerates(pod) ? REJECTION : undefined),

  explain: () => 'cordoned',
  wayOut: (_pod, { name }) => `${name} is uncordoned`,
};

function tolerates({ spec }: Pod): boolean {
  return toleratesTaint(spec.tolerations, TAINT);
}

/** `isSchedulableAfterNodeChange`: of a node that came, or of which just this changed. */
function isOpened(_pod: Pod, { now }: ClusterChange<Node>): boolean {
  return !now?.spec?.unschedulable;
}

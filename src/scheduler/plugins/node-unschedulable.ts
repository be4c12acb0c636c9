import type { Plugin } from '../framework/plugin.ts';
import { toleratesTaint } from './tolerates.ts';

const REJECTION = { reasons: ['node(s) were unschedulable'] };
const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** Keeps pods off cordoned nodes unless they tolerate the taint of a cordon (upstream: plugins/nodeunschedulable). */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  requeueOn: ['node-added', 'node-unschedulable', 'pod-changed'],
  filter: (pod, { node }) =>
    node.spec?.unschedulable && !toleratesTaint(pod.spec.tolerations, TAINT) ? REJECTION : undefined,
};

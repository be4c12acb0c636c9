import type { Plugin } from '../framework/plugin.ts';

const REJECTION = { reasons: ["node(s) didn't match the requested node name"] };

/** A pod that names its node runs on no other (upstream: plugins/nodename). */
export const nodeName: Plugin = {
  name: 'NodeName',
  requeueOn: ['node-added'],
  filter: (pod, { name }) => (pod.spec.nodeName && pod.spec.nodeName !== name ? REJECTION : undefined),
};

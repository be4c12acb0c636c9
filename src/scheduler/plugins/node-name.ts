import type { Plugin } from '../framework/plugin.ts';

const REJECTION = { reasons: ["node(s) didn't match the requested node name"], unresolvable: true } as const;

/** A pod that names its node runs on no other, and the others are not even asked (upstream: plugins/nodename). */
export const nodeName: Plugin<undefined> = {
  name: 'NodeName',
  requeueOn: ['node-added'],

  preFilter({ spec }) {
    return { state: undefined, ...(spec.nodeName && { nodes: new Set([spec.nodeName]) }) };
  },
  filter: ({ spec }, { name }) => (spec.nodeName && spec.nodeName !== name ? REJECTION : undefined),

  explain: ({ spec }) => `asks for node ${spec.nodeName ?? ''}`,
  wayOut: ({ spec }) => `it does not ask for node ${spec.nodeName ?? ''}`,
};

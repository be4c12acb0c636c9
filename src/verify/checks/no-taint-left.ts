import { BLOCKING_TAINT } from '../facts.ts';
import { type Check, listed } from './check.ts';

/** Nothing of step 6 is left on the nodes. */
export const noTaintLeft: Check = ({ cluster }) => {
  const tainted = cluster.nodes
    .filter((node) => node.taints.includes(BLOCKING_TAINT))
    .map((node) => node.name);
  return [
    {
      id: 'no-taint-left',
      title: 'No node carries the taint of step 6 any more',
      ok: tainted.length === 0,
      expected: `no ${BLOCKING_TAINT}`,
      seen: tainted.length === 0 ? 'none' : `still on ${listed(tainted)}`,
      source: 'cluster',
    },
  ];
};

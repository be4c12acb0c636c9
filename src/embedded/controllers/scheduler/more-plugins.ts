import type { Pod as SeenPod } from '../../../api/types.ts';
import type { Plugin } from '../../../scheduler/framework/plugin.ts';
import type { Pod } from '../../data/types.ts';
import { allowsNode, requiredNodeAffinity } from '../../../api/node-affinity.ts';
import { amountOf, requestsOf, type Amounts } from '../../kinds/core/pod/pod-requests.ts';

const NOT_SELECTED = { reasons: ["node(s) didn't match Pod's node affinity/selector"] };

/** Node selectors and required node affinity, which daemon sets place their pods by (upstream: plugins/nodeaffinity). */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  requeueOn: ['node-added', 'node-labels', 'pod-changed'],
  filter(pod, { node }) {
    const { spec } = whole(pod);
    return !spec || allowsNode(requiredNodeAffinity({ spec }), node) ? undefined : NOT_SELECTED;
  },
};

/** Room for what the pod asks for: without it the kubelet would refuse the pod (upstream: plugins/noderesources). */
export function nodeResourcesFit(): Plugin {
  const known = new WeakMap<SeenPod, Amounts>();
  const asks = (pod: SeenPod): Amounts => {
    const found = known.get(pod) ?? requestsOf(whole(pod));
    known.set(pod, found);
    return found;
  };
  return {
    name: 'NodeResourcesFit',
    requeueOn: ['node-added', 'node-allocatable', 'pod-deleted', 'pod-changed'],
    filter(pod, { node, pods }) {
      const { allocatable = {} } = node.status ?? {};
      const reasons: string[] = [];
      if (pods.size + 1 > amountOf('pods', allocatable['pods'] ?? '0')) reasons.push('Too many pods');
      for (const [name, amount] of asks(pod)) {
        if (amount === 0) continue;
        let used = 0;
        for (const other of pods.values()) used += asks(other).get(name) ?? 0;
        if (amount > amountOf(name, allocatable[name] ?? '0') - used) reasons.push(`Insufficient ${name}`);
      }
      return reasons.length > 0 ? { reasons } : undefined;
    },
  };
}

/** The scheduler's types name only what it reads itself; what it is handed here are the cluster's whole objects. */
function whole(pod: SeenPod): Pod {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return pod as unknown as Pod;
}

import type { User } from '../api/caller.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin } from './contract.ts';
import { checkClaim } from './node-restriction/claims.ts';
import { whyNotLease, whyNotNode, whyNotNodeObject, whyNotSlice } from './node-restriction/nodes.ts';
import { checkPod, checkToken } from './node-restriction/pods.ts';
import type { NodeRule } from './node-restriction/rule.ts';
import { refused } from './request.ts';

const PREFIX = 'system:node:';

/** By what a request is about. */
const RULES: Readonly<Record<string, NodeRule>> = {
  pods: checkPod,
  nodes: whyNotNode,
  persistentvolumeclaims: checkClaim,
  serviceaccounts: checkToken,
  'leases.coordination.k8s.io': whyNotLease,
  'csinodes.storage.k8s.io': whyNotNodeObject,
  'resourceslices.resource.k8s.io': whyNotSlice,
};

/** A kubelet may change itself and the pods that it has, and nothing else (plugin/pkg/admission/noderestriction). */
export function nodeRestriction(store: Store): AdmissionPlugin {
  return {
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    mutate: (request) => {
      const { user } = request.context;
      const node = nodeOf(user);
      if (node === undefined) return;
      const rule = RULES[request.target.resource.qualified];
      const why =
        node === ''
          ? `could not determine node from user ${JSON.stringify(user.name)}`
          : rule?.(request, node, store);
      if (why !== undefined) throw refused(request, why);
    },
  };
}

/** The node that a user is; undefined when it is none (pkg/auth/nodeidentifier). */
function nodeOf({ name, groups }: User): string | undefined {
  return name.startsWith(PREFIX) && groups.includes('system:nodes') ? name.slice(PREFIX.length) : undefined;
}

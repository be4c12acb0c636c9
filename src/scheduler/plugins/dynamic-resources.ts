import type { Plugin } from '../framework/plugin.ts';
import { type Rejection, SKIP } from '../framework/status.ts';

const NOT_SUPPORTED: Rejection = {
  reasons: ['pod has resourceClaims, which this scheduler does not allocate'],
  unresolvable: true,
};

/**
 * Lets pods with resource claims wait: their devices would have to be allocated before they are bound, and that is not done here (upstream:
 * plugins/dynamicresources does). A kubelet never starts such a pod without them, so it is better off without a node.
 */
export const dynamicResources: Plugin<undefined> = {
  name: 'DynamicResources',
  // the claims of a pod cannot change
  requeueOn: [],

  preFilter: ({ spec }) => ((spec.resourceClaims?.length ?? 0) > 0 ? { rejection: NOT_SUPPORTED } : SKIP),
};

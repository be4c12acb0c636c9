import type { ClusterApi } from '../../api/cluster-api.ts';
import type { Plugin } from '../framework/plugin.ts';

/** Binds by the API server's `binding` subresource (upstream: plugins/defaultbinder). */
export function defaultBinder(api: ClusterApi): Plugin {
  return {
    name: 'DefaultBinder',
    bind: (pod, node, signal) => api.bind(pod.metadata, node, { signal }),
  };
}

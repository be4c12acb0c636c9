import type { ClusterApi } from '../api/cluster-api.ts';

/** The lease is not held: somebody else may lead already. Nothing was sent. */
export class NotLeading extends Error {
  override readonly name = 'NotLeading';

  constructor() {
    super('this process does not hold the lease any more, so it writes nothing');
  }
}

/**
 * The same cluster, on which only a leader may write: every write rejects with {@link NotLeading} while `isHeld` says no, also one that
 * waits for a free connection by then, or is to be repeated. Reads go on.
 */
export function fencedApi(api: ClusterApi, isHeld: () => boolean): ClusterApi {
  const guard = () => {
    if (!isHeld()) throw new NotLeading();
  };
  const held = async <T>(write: () => Promise<T>): Promise<T> => {
    guard();
    return write();
  };
  return {
    list: (...args) => api.list(...args),
    watch: (...args) => api.watch(...args),
    get: (...args) => api.get(...args),
    version: (...args) => api.version(...args),
    create: (resource, object, options) => held(() => api.create(resource, object, { ...options, guard })),
    patch: (resource, name, patch, options) =>
      held(() => api.patch(resource, name, patch, { ...options, guard })),
    delete: (resource, name, options) => held(() => api.delete(resource, name, { ...options, guard })),
    bind: (pod, node, options) => held(() => api.bind(pod, node, { ...options, guard })),
  };
}

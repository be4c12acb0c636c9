import type { ClusterApi } from '../api/cluster-api.ts';

/** The lease is not held: somebody else may lead already. Nothing was sent. */
export class NotLeading extends Error {
  override readonly name = 'NotLeading';

  constructor() {
    super('this process does not hold the lease any more, so it writes nothing');
  }
}

/** The same cluster, on which only a leader may write: every write rejects with {@link NotLeading} while `isHeld` says no. Reads go on. */
export function fencedApi(api: ClusterApi, isHeld: () => boolean): ClusterApi {
  const held = async <T>(write: () => Promise<T>): Promise<T> => {
    if (!isHeld()) throw new NotLeading();
    return write();
  };
  return {
    list: (...args) => api.list(...args),
    watch: (...args) => api.watch(...args),
    get: (...args) => api.get(...args),
    version: (...args) => api.version(...args),
    create: (...args) => held(() => api.create(...args)),
    patch: (...args) => held(() => api.patch(...args)),
    delete: (...args) => held(() => api.delete(...args)),
    bind: (...args) => held(() => api.bind(...args)),
  };
}

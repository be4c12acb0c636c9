import type { ClusterApi } from '../../api/cluster-api.ts';

/** For plugins that are made to be looked at, before there is a cluster: every call fails. */
export const OFFLINE: ClusterApi = {
  list: refuse,
  watch() {
    throw offline();
  },
  get: refuse,
  create: refuse,
  patch: refuse,
  delete: refuse,
  bind: refuse,
  version: refuse,
};

function refuse(): Promise<never> {
  return Promise.reject(offline());
}

function offline(): Error {
  return new Error('a plugin asks the cluster while it is made');
}

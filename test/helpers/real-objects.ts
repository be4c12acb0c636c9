import type { ClusterApi } from '../../src/api/cluster-api.ts';
import { NODES } from '../../src/api/resources.ts';
import type { Node } from '../../src/api/types.ts';

/** Creates the node on a real API server, ready and with just its own taints: no controller manager is there to take admission's away. */
export async function createNode(api: ClusterApi, wanted: Node): Promise<void> {
  const made = await api.create(NODES, fresh(wanted));
  const taints = wanted.spec?.taints;
  await api.patch(NODES, made.metadata, {
    spec: { taints: taints ?? null, ...(taints && { $patch: 'replace' }) },
  });
  await api.patch(NODES, made.metadata, { status: wanted.status ?? {} }, { subresource: 'status' });
}

/** As a client sends it: the server gives the uid. */
export function fresh<T extends { readonly metadata: object }>(object: T): T {
  return { ...object, metadata: { ...object.metadata, uid: undefined } };
}

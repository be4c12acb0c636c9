import type { ClusterApi } from '../api/cluster-api.ts';
import { listAll } from '../api/list-all.ts';
import { isFinished } from '../api/pods.ts';
import { NODES, PODS, type Resource } from '../api/resources.ts';
import type { KubeObject, Node, Pod } from '../api/types.ts';
import { Cache } from '../scheduler/cache.ts';
import { listedObjects } from '../scheduler/framework/listed-objects.ts';
import type { Objects } from '../scheduler/framework/snapshot.ts';

/** A cluster at one moment. */
export interface LoadedCluster {
  readonly nodes: readonly Node[];
  /** Of all namespaces and schedulers, without those that are finished. */
  readonly pods: readonly Pod[];
  /** Of the kinds that were asked for. */
  readonly objects: Objects;
}

/**
 * Reads nodes, pods and the kinds that `reads` names. Nothing is written. The lists are not of one revision: what changes in between may be
 * seen half. Rejects as `ClusterApi.list` does.
 */
export async function loadCluster(
  api: ClusterApi,
  reads: Iterable<Resource<KubeObject>>,
  signal: AbortSignal,
): Promise<LoadedCluster> {
  const kinds = [...reads];
  const [nodes, pods, ...others] = await Promise.all([
    listAll(api, NODES, { signal }),
    listAll(api, PODS, { signal }),
    ...kinds.map((kind) => listAll(api, kind, { signal })),
  ]);
  return {
    nodes,
    pods: pods.filter((pod) => !isFinished(pod)),
    objects: listedObjects(new Map(kinds.map((kind, at) => [kind.plural, others[at] ?? []]))),
  };
}

/** A cache with the pods that are on nodes, and those of the scheduler in question for which a node is being made free. */
export function cacheOf({ nodes, pods, objects }: LoadedCluster, isOurs: (pod: Pod) => boolean): Cache {
  const cache = new Cache(objects);
  for (const node of nodes) cache.setNode(node);
  for (const pod of pods) {
    if (pod.spec.nodeName) cache.setPod(pod);
    else if (isOurs(pod)) cache.nominations.observe(undefined, pod);
  }
  return cache;
}

/** The cluster with more objects of other kinds, before those that it has. */
export function withObjects(
  cluster: LoadedCluster,
  more: readonly (readonly [Resource<KubeObject>, KubeObject])[],
): LoadedCluster {
  if (more.length === 0) return cluster;
  const byKind = Map.groupBy(more, ([{ plural }]) => plural);
  const added = listedObjects(
    new Map(Array.from(byKind, ([plural, pairs]) => [plural, pairs.map(([, object]) => object)])),
  );
  const { objects } = cluster;
  return {
    ...cluster,
    objects: {
      get: (resource, name) => added.get(resource, name) ?? objects.get(resource, name),
      list: (resource, namespace) => [
        ...added.list(resource, namespace),
        ...objects.list(resource, namespace),
      ],
    },
  };
}

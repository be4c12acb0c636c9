import type { Check } from './check.ts';

/** kubelets may be up to three minor versions older than the API server, never newer (Kubernetes' version skew policy). */
const OLDEST = 3;

/** The versions of the API server and of every kubelet are known and go together. */
export const clusterVersions: Check = ({ cluster }) => {
  const server = minor(cluster.version);
  const kubelets = [...new Set(cluster.nodes.map((node) => node.kubelet || 'unknown'))];
  const ok = kubelets.every((kubelet) => {
    const behind = server - minor(kubelet);
    return behind >= 0 && behind <= OLDEST;
  });
  return [
    {
      id: 'cluster-versions',
      title: 'The versions of the cluster are known and go together',
      ok,
      expected: 'an API server v1.x and kubelets of the same or up to three older minor versions',
      seen: `API server ${cluster.version || 'unknown'}, kubelets ${kubelets.join(', ') || 'none'}`,
      source: 'cluster',
    },
  ];
};

/** The y of v1.y.z; NaN (which no comparison accepts) for anything else. */
function minor(version: string): number {
  return Number(/^v1\.(\d+)\./.exec(version)?.[1] ?? NaN);
}

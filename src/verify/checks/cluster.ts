import { counted, listed } from '../../lib/words.ts';
import { workers } from '../facts.ts';
import type { Check } from './check.ts';
import { TAINT } from '../../workshop/marks.ts';

/** The workshop's cluster: one control plane and three workers, all Ready. */
export const clusterNodes: Check = (facts) => {
  const nodes = facts.cluster.nodes;
  const workerCount = workers(facts).length;
  const controlPlanes = nodes.length - workerCount;
  const unready = nodes.filter((node) => !node.ready).map((node) => node.name);
  const shape = `${counted(controlPlanes, 'control plane')}, ${counted(workerCount, 'worker')}`;
  return [
    {
      id: 'cluster-nodes',
      title: 'The cluster has one control plane and three workers',
      ok: controlPlanes === 1 && workerCount === 3 && unready.length === 0,
      expected: '1 control plane, 3 workers, all Ready',
      seen: `${shape}, ${unready.length > 0 ? `not Ready: ${listed(unready)}` : 'all Ready'}`,
      source: 'cluster',
    },
  ];
};

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

/** Nothing of step 6 is left on the nodes. */
export const noTaintLeft: Check = ({ cluster }) => {
  const tainted = cluster.nodes.filter((node) => node.taints.includes(TAINT)).map((node) => node.name);
  return [
    {
      id: 'no-taint-left',
      title: 'No node carries the taint of step 6 any more',
      ok: tainted.length === 0,
      expected: `no ${TAINT}`,
      seen: tainted.length === 0 ? 'none' : `still on ${listed(tainted)}`,
      source: 'cluster',
    },
  ];
};

import { workers } from '../facts.ts';
import { type Check, counted, listed } from './check.ts';

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

import { isControlPlane, isReady } from '../../api/nodes.ts';
import { type Evaluate, verdict } from './check.ts';
import type { CheckOf } from './schema.ts';

/** So many workers and control planes, all Ready. */
export const evaluateNodes: Evaluate<CheckOf<'nodes'>> = async (spec, { look }) => {
  const nodes = await look.nodes();
  const controlPlanes = nodes.filter(isControlPlane).length;
  const workers = nodes.length - controlPlanes;
  const silent = nodes.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
  const readiness = silent.length === 0 ? 'all Ready' : `not Ready: ${silent.join(', ')}`;
  return verdict(
    workers === spec.workers && controlPlanes === spec['control-planes'] && silent.length === 0,
    `${spec['control-planes']} control-plane and ${spec.workers} workers, all Ready`,
    `${controlPlanes} control-plane and ${workers} workers, ${readiness}`,
  );
};

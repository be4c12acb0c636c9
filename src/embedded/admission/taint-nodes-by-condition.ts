import { typed } from '../api/stored-object.ts';
import type { Node } from '../data/types.ts';
import type { AdmissionPlugin } from './contract.ts';
import { isAbout } from './request.ts';

const KEY = 'node.kubernetes.io/not-ready';

/** A new node takes no pods until the node controller has seen that it is ready (plugin/pkg/admission/nodetaint). */
export function taintNodesByCondition(): AdmissionPlugin {
  return {
    operations: ['CREATE'],
    mutate: (request) => {
      if (!request.draft || !isAbout(request, 'nodes')) return;
      const node = typed<Node>(request.draft);
      const taints = ((node.spec ??= {}).taints ??= []);
      if (taints.some(({ key, effect }) => key === KEY && effect === 'NoSchedule')) return;
      taints.push({ key: KEY, effect: 'NoSchedule' });
    },
  };
}

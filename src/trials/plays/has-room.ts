import { placeAll, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';
import { FILLER, orders, workersOf } from './names.ts';
import { fillerOf, freeOn, quantity } from './room.ts';

const FILLED = 0.9;
const ASKED = 0.3;
const RESOURCES = ['cpu', 'memory'] as const;

/** All workers but one are nearly full, and that one has the most pods: who looks at requests takes it, who counts pods does not. */
export const hasRoom: Trial = {
  id: 'has-room',
  step: 3,
  title: 'takes a node that has room for what the pod requests',
  workers: 2,
  hints: [
    'A pod says what it needs in spec.containers[].resources.requests. What does a node say?',
    'status.allocatable of the node, minus the requests of all pods on it that have not finished.',
    'Filter, for cpu and memory: requests of the pods on the node + requests of the new pod ≤ allocatable.',
  ],
  async play(stage) {
    const nodes = workersOf(stage);
    const target = nodes.at(-1) ?? '';
    const full = nodes
      .slice(0, -1)
      .map((node, index) => fillerOf(stage, `full-${String(index)}`, node, FILLED));
    const most = Math.max(...nodes.map((node) => countOn(stage.view.pods(), node)));
    const light = orders('light', most + 2, { node: target, schedulerName: FILLER });
    await stage.scenery.pods([...full, ...light]);
    // twice each: by lot, too, one pod hits one of four nodes one time in four
    for (const resource of [...RESOURCES, ...RESOURCES]) {
      const requests = { [resource]: quantity(resource, freeOn(stage, target, resource) * ASKED) };
      const name = `asks-${resource}${stage.view.pod(`asks-${resource}`) ? '-again' : ''}`;
      await settled(stage);
      await placeAll(stage, [{ name, requests }]);
      const node = stage.view.nodeOf(name);
      if (node === undefined) return notPlaced(stage, name);
      if (!nodes.includes(node))
        return notYet(`it placed ${name} on ${node}, which is no worker`, 'ignores-taints');
      if (node !== target) {
        const asked = `${name} requests ${requests[resource] ?? ''} of ${resource}`;
        const others = stage.view.pods().filter(({ spec }) => spec.schedulerName !== stage.schedulerName);
        const free = quantity(resource, freeOn(stage, node, resource, others));
        return notYet(`${asked}; it placed it on ${node}, which had ${free} free`, 'ignores-requests');
      }
    }
    return passed(`it took ${target}, the only one with room, though it has the most pods`);
  },
};

function countOn(pods: readonly { readonly spec: { readonly nodeName?: string } }[], node: string): number {
  return pods.filter(({ spec }) => spec.nodeName === node).length;
}

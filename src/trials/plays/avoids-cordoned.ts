import { placeAll, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';
import { FILLER, orders, workersOf } from './names.ts';

const PODS = 4;

/** One worker is left, and has the most pods. */
export const avoidsCordoned: Trial = {
  id: 'avoids-cordoned',
  step: 3,
  title: 'keeps off cordoned nodes',
  changesNodes: true,
  workers: 2,
  hints: [
    'kubectl cordon is what one does before a node is repaired. What does it change? kubectl get node -o yaml.',
    'spec.unschedulable is true, and a taint node.kubernetes.io/unschedulable:NoSchedule is there.',
    'Filter: no node whose spec.unschedulable is true.',
  ],
  async play(stage) {
    const nodes = workersOf(stage);
    const [open = '', ...shut] = nodes;
    await stage.scenery.pods(orders('filler', PODS, { node: open, schedulerName: FILLER }));
    await stage.scenery.cordon(shut);
    await settled(stage);
    const pods = orders('late', PODS);
    await placeAll(stage, pods);
    const wrong = pods.find(({ name }) => shut.includes(stage.view.nodeOf(name) ?? ''));
    if (wrong) {
      const node = stage.view.nodeOf(wrong.name) ?? '';
      return notYet(`it placed ${wrong.name} on ${node}, which is cordoned`, 'ignores-cordon');
    }
    const missing = pods.find(({ name }) => stage.view.nodeOf(name) === undefined);
    return missing
      ? notPlaced(stage, missing.name)
      : passed(`it took ${open}, the only one that is not cordoned`);
  },
};

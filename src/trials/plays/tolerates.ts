import { TAINT, TAINT_KEY } from '../../workshop/marks.ts';
import { canPlace, CONTROL, happens, placeAll, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed } from '../verdicts.ts';
import { workersOf } from './names.ts';

const SILENCE_MS = 150;

/** All workers have a taint: only the pod that tolerates it is placed. Then it is but a wish, and every pod is. */
export const tolerates: Trial = {
  id: 'tolerates',
  step: 3,
  title: 'knows taints, and which of them a pod tolerates',
  changesNodes: true,
  hints: [
    'A taint keeps pods out. Which field of a pod says that it may come in nevertheless?',
    'spec.tolerations: operator Exists asks for the key only, Equal (or none) for the value, too; no effect means every effect.',
    'A node is out if one of its taints of effect NoSchedule or NoExecute is matched by none of the tolerations. PreferNoSchedule bans nobody.',
  ],
  async play(stage) {
    if (!(await canPlace(stage))) return notPlaced(stage, CONTROL);
    const nodes = workersOf(stage);
    await stage.scenery.taint(nodes);
    await settled(stage);
    await stage.scenery.pod({ name: 'intolerant' });
    const tolerations = [
      { key: TAINT_KEY, operator: 'Equal', value: 'blocked', effect: 'NoSchedule' } as const,
    ];
    await placeAll(stage, [{ name: 'tolerant', tolerations }]);
    if (await happens(stage, () => stage.view.nodeOf('intolerant') !== undefined, SILENCE_MS)) {
      const node = stage.view.nodeOf('intolerant') ?? '';
      return notYet(`it placed intolerant on ${node}, whose taint it does not tolerate`, 'ignores-taints');
    }
    if (stage.view.nodeOf('tolerant') === undefined) {
      return notPlaced(stage, 'tolerant', 'ignores-tolerations');
    }
    const any = [{ key: TAINT_KEY, operator: 'Exists' } as const];
    if (!(await placeAll(stage, [{ name: 'carefree', tolerations: any }]))) {
      return notPlaced(stage, 'carefree', 'ignores-tolerations');
    }
    await stage.scenery.taint(nodes, 'PreferNoSchedule');
    await settled(stage);
    if (!(await placeAll(stage, [{ name: 'unwanted' }])))
      return notPlaced(stage, 'unwanted', 'fears-preferences');
    return passed(`with ${TAINT} on all workers it placed the pods that tolerate it, and no other`);
  },
};

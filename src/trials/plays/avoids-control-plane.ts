import { listed } from '../../lib/words.ts';
import { isControlPlane } from '../../api/nodes.ts';
import { placeAll, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { cannotTell, notPlaced, notYet, passed } from '../verdicts.ts';
import { isBarred } from '../view.ts';
import { FILLER, orders, workersOf } from './names.ts';

const PODS = 8;
const MORE_PODS = 12;
const QUICK_MS = 2000;

/** The control plane is the emptiest node, and has a taint. */
export const avoidsControlPlane: Trial = {
  id: 'avoids-control-plane',
  step: 3,
  title: 'keeps off the control plane, which is tainted',
  hints: [
    'kubectl describe node: what does the control plane have that the workers have not?',
    'spec.taints of the node. An effect NoSchedule keeps out every pod that does not tolerate it.',
    'Filter: no node with a taint of effect NoSchedule or NoExecute, unless one of spec.tolerations matches it.',
  ],
  async play(stage) {
    const barred = stage.view.nodes().filter((node) => isControlPlane(node) && isBarred(node));
    const names = barred.map(({ metadata }) => metadata.name);
    if (names.length === 0) return cannotTell('no control plane here has a taint');
    const fillers = workersOf(stage).flatMap((node, index) =>
      orders(`filler${String(index)}`, 2, { node, schedulerName: FILLER }),
    );
    await stage.scenery.pods(fillers);
    await settled(stage);
    const since = stage.clock.monotonic();
    const pods = orders('ordinary', PODS);
    let all = await placeAll(stage, pods);
    if (all && stage.clock.monotonic() - since < QUICK_MS) {
      // by lot, too, eight pods miss one of four nodes one time in ten
      const more = orders('more', MORE_PODS);
      all = await placeAll(stage, more);
      pods.push(...more);
    }
    const wrong = pods.filter(({ name }) => names.includes(stage.view.nodeOf(name) ?? ''));
    if (wrong.length > 0) {
      const which = listed(wrong.map(({ name }) => name));
      return notYet(
        `it placed ${which} on ${names[0] ?? ''}, which has the taint of a control plane`,
        'ignores-taints',
      );
    }
    const missing = pods.find(({ name }) => stage.view.nodeOf(name) === undefined);
    if (!all && missing) return notPlaced(stage, missing.name);
    return passed(`it placed ${String(pods.length)} pods on workers`);
  },
};

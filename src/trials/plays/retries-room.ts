import { canPlace, CONTROL, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed, seconds } from '../verdicts.ts';
import { tried, triedAgain } from './blocked.ts';
import { workersOf } from './names.ts';
import { fillerOf, freeOn, quantity } from './room.ts';

const FILLED = 0.9;
const ASKED = 0.3;

/** All workers are nearly full; a pod waits; another one goes. */
export const retriesRoom: Trial = {
  id: 'retries-room',
  step: 6,
  title: 'tries a pod again when there is room',
  hints: [
    'A pod was deleted and made room. Who tells your program, and what has it to do with the pod that waits?',
    'The watch on pods says DELETED, also of pods that are not yours; and MODIFIED when one has finished.',
    'On each DELETED of a pod with a node, and when one becomes Succeeded or Failed, decide the pods again that fitted nowhere.',
  ],
  async play(stage) {
    const { scenery, clock } = stage;
    if (!(await canPlace(stage))) return notPlaced(stage, CONTROL);
    const nodes = workersOf(stage);
    const [first = ''] = nodes;
    const asked = quantity('cpu', freeOn(stage, first, 'cpu') * ASKED);
    const fillers = nodes.map((node, index) => fillerOf(stage, `full-${String(index)}`, node, FILLED));
    await scenery.pods(fillers);
    await settled(stage);
    await scenery.pod({ name: 'patient', requests: { cpu: asked } });
    await tried(stage, 'patient');
    const early = stage.view.nodeOf('patient');
    if (early !== undefined && !nodes.includes(early)) {
      return notYet(`it placed patient on ${early}, which is no worker`, 'ignores-taints');
    }
    if (early !== undefined)
      return notYet(`it placed patient on ${early}, which has no room for it`, 'ignores-requests');
    const since = clock.monotonic();
    await scenery.deletePod(fillers[0]?.name ?? '');
    const verdict = await triedAgain(stage, 'patient', `${first} has room`);
    return verdict ?? passed(`it placed patient ${seconds(clock.monotonic() - since)} after there was room`);
  },
};

import { happens, settled } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { notPlaced, notYet, passed, untilNoticed } from '../verdicts.ts';

const SILENCE_MS = 150;

/** A pod of another scheduler, and then one of its own: when that one was noticed, the other was passed by. */
export const leavesOthers: Trial = {
  id: 'leaves-others',
  step: 2,
  title: 'leaves pods of other schedulers alone',
  hints: [
    'Every scheduler sees every pod. How do you know which are yours?',
    'spec.schedulerName of the pod says who is to place it.',
    'Skip the pod unless spec.schedulerName is $SCHEDULER_NAME; a fieldSelector spec.schedulerName=… makes the API server do it.',
  ],
  async play(stage) {
    await stage.scenery.pod({ name: 'foreign', schedulerName: 'somebody-else' });
    const tried = (): boolean =>
      stage.view.nodeOf('foreign') !== undefined || stage.proxy.log.bindings('foreign').length > 0;
    await stage.scenery.pod({ name: 'mine' });
    const noticed = await untilNoticed(stage, ['mine'], stage.patience.ms);
    await settled(stage);
    if (await happens(stage, tried, SILENCE_MS)) {
      return notYet('it bound foreign, whose spec.schedulerName is somebody-else', 'binds-others');
    }
    if (!noticed) return notPlaced(stage, 'mine');
    return passed('it left foreign alone, and took mine');
  },
};

import type { Trial } from '../trial.ts';
import { isNoticed, notPlaced, notYet, passed, seconds, untilNoticed } from '../verdicts.ts';

/** Pods are there before the program is started, and one comes after: both have to be noticed. */
export const findsWaiting: Trial = {
  id: 'finds-waiting',
  step: 2,
  title: 'finds the pod that waited before it started',
  hints: [
    'Which pods does a watch tell you of: those that are there, or those that change from now on?',
    'Ask for the list first. Its metadata.resourceVersion is where the watch has to begin.',
    'list → handle every item without spec.nodeName → watch from list.metadata.resourceVersion. An informer does just that.',
  ],
  async play(stage) {
    await stage.program.stop(stage.signal);
    await stage.scenery.pod({ name: 'early' });
    const started = await stage.program.start();
    const since = stage.clock.monotonic();
    if (started === 'silent') return notYet('it runs, and sends no request', 'asks-nothing');
    if (started === 'ended') return notYet('it ended before it listed or watched any pods', 'does-not-start');
    await stage.scenery.pod({ name: 'late' });
    if (await untilNoticed(stage, ['early', 'late'], stage.patience.ms)) {
      const took = seconds(stage.clock.monotonic() - since);
      return passed(`it found early, which waited for it, and late, which came afterwards, within ${took}`);
    }
    if (isNoticed(stage, 'early')) return notPlaced(stage, 'late');
    // perhaps it was not listening yet when the second one came
    await stage.scenery.pod({ name: 'later' });
    stage.patience.waitedInVain();
    const heard = (await untilNoticed(stage, ['later'], stage.patience.ms)) ? 'later' : 'late';
    if (!isNoticed(stage, heard)) return notPlaced(stage, 'early', 'does-nothing');
    return notYet(
      `it does not know of early, which waited for it; it does of ${heard}, which came afterwards`,
      'forgets-waiting',
    );
  },
};

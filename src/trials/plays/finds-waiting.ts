import { allPlaced, placeAll, type Stage } from '../stage.ts';
import type { Trial } from '../trial.ts';
import { isNoticed, notPlaced, notYet, passed, seconds } from '../verdicts.ts';

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
    if (await allPlaced(stage, ['early', 'late'], since)) {
      return passed(
        `it placed early, which waited for it, within ${seconds(stage.clock.monotonic() - since)}`,
      );
    }
    if (isNoticed(stage, 'early')) {
      return isNoticed(stage, 'late')
        ? passed('it noticed early, which waited for it, and late, which came afterwards')
        : notPlaced(stage, 'late');
    }
    if (isNoticed(stage, 'late')) {
      return notYet(
        'early, which waited for it, got no node; late, which came afterwards, did',
        'forgets-waiting',
      );
    }
    return afterAnother(stage);
  },
};

/** Neither was noticed: perhaps it was not listening yet when the second one came. */
async function afterAnother(stage: Stage): ReturnType<Trial['play']> {
  await placeAll(stage, [{ name: 'later' }]);
  return isNoticed(stage, 'later')
    ? notYet('early, which waited for it, got no node; later, which came afterwards, did', 'forgets-waiting')
    : notPlaced(stage, 'early', 'does-nothing');
}
